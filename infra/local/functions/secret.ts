/** With what a function signs its calls; the door knows it by the name of the function. */
export const secretOf = (functionName: string): string => `local-${functionName}`;
