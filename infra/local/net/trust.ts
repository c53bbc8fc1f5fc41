import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Makes this thread trust `authority` (PEM) besides the authorities that it trusts anyway. */
export function trust(authority: string): void {
  const known = getCACertificates('default');
  if (!known.includes(authority)) setDefaultCACertificates([...known, authority]);
}
