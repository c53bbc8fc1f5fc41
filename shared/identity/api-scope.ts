/** Scope that every application may ask for: the API itself. */
export const API_SCOPE = 'csp/api';
