// @peculiar/x509 needs it, and it comes first.
import 'reflect-metadata';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as x509 from '@peculiar/x509';
import { writeWholeFile } from '../state/whole-file.ts';
import { hostsOfClients } from './hosts.ts';

/** What a server on this machine shows to its clients, and what they must trust for it. */
export type LocalCertificate = {
  /** PEM: the server's certificate and its private key. */
  readonly cert: string;
  readonly key: string;
  /** PEM of the authority that signed it, and the file that clients are pointed to. */
  readonly authority: string;
  readonly authorityFile: string;
};

const dayMs = 86_400_000;
const validDays = 365;
const renewDays = 30;
const names: readonly x509.JsonGeneralName[] = [
  { type: 'ip', value: '127.0.0.1' },
  { type: 'dns', value: 'localhost' },
  ...hostsOfClients.map((value) => ({ type: 'dns', value }) as const),
];
const curve = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * The certificate in `folder`, made there when there is none yet, when it ends within 30 days or when it lacks a name.
 *
 * The authority's key is gone once it has signed this one certificate: whoever trusts the authority trusts nothing that
 * somebody else could make later. So a new certificate comes with a new authority, and clients must be told again.
 */
export async function localCertificate(folder: string, now = new Date()): Promise<LocalCertificate> {
  const file = (name: string) => resolve(folder, name);
  const paths = { authority: file('authority.pem'), cert: file('server.pem'), key: file('server.key') };
  if (!isUsable(paths, now)) {
    const made = await makeCertificate(now);
    writeWholeFile(paths.authority, made.authority);
    writeWholeFile(paths.key, made.key);
    writeWholeFile(paths.cert, made.cert);
  }
  const read = (path: string) => readFileSync(path, 'utf8');
  return {
    cert: read(paths.cert),
    key: read(paths.key),
    authority: read(paths.authority),
    authorityFile: paths.authority,
  };
}

type Paths = Readonly<Record<'authority' | 'cert' | 'key', string>>;

/** Files of two starts that were cut off do not fit each other. */
function isUsable({ authority, cert, key }: Paths, now: Date): boolean {
  if (![authority, cert, key].every((path) => existsSync(path))) return false;
  try {
    const held = new X509Certificate(readFileSync(cert));
    const isSigned = held.verify(new X509Certificate(readFileSync(authority)).publicKey);
    const isOurs = held.checkPrivateKey(createPrivateKey(readFileSync(key)));
    const lasts = held.validToDate.getTime() - now.getTime() > renewDays * dayMs && held.validFromDate <= now;
    const covers = names.every(({ type, value }) => (type === 'ip' ? held.checkIP(value) : held.checkHost(value)));
    return isSigned && isOurs && lasts && covers;
  } catch {
    return false;
  }
}

async function makeCertificate(now: Date): Promise<{ authority: string; cert: string; key: string }> {
  const { subtle } = globalThis.crypto;
  const newKeys = () => subtle.generateKey(curve, true, ['sign', 'verify']);
  const [ofAuthority, ofServer] = await Promise.all([newKeys(), newKeys()]);
  // A clock that is a little behind takes it, too.
  const valid = { notBefore: new Date(now.getTime() - dayMs), notAfter: new Date(now.getTime() + validDays * dayMs) };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...valid,
    name: `CN=Open CSP on this machine (${now.toISOString().slice(0, 10)})`,
    keys: ofAuthority,
    signingAlgorithm: curve,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(ofAuthority.publicKey),
    ],
  });
  const cert = await x509.X509CertificateGenerator.create({
    ...valid,
    subject: 'CN=localhost',
    issuer: authority.subject,
    publicKey: ofServer.publicKey,
    signingKey: ofAuthority.privateKey,
    signingAlgorithm: curve,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([...names]),
      await x509.AuthorityKeyIdentifierExtension.create(ofAuthority.publicKey),
    ],
  });
  const key = x509.PemConverter.encode(await subtle.exportKey('pkcs8', ofServer.privateKey), 'PRIVATE KEY');
  return { authority: `${authority.toString('pem')}\n`, cert: `${cert.toString('pem')}\n`, key: `${key}\n` };
}
