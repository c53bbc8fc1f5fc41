export const relationshipWords = ['none', 'reseller', 'advisor'] as const;
