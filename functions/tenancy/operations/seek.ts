/** Items of a page when the caller names no size (conventions 6). */
export const SEEK = { sizeDefault: 500 } as const;
