import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A time-stamping authority out of openssl: an issuer that knows nothing of our code.

export const POLICY = '1.2.3.4.1'
export const OTHER_POLICY = '1.2.3.4.5'

const CONFIG = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unset
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[short]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[middle]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[unit]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
[loose]
extendedKeyUsage = timeStamping
[both]
extendedKeyUsage = critical,timeStamping,serverAuth
[web]
extendedKeyUsage = critical,serverAuth
[none]
basicConstraints = critical,CA:FALSE
[encipher]
keyUsage = critical,keyEncipherment
extendedKeyUsage = critical,timeStamping
[unknown]
extendedKeyUsage = critical,timeStamping
1.2.3.4.9 = critical,ASN1:UTF8String:x
[tsa]
default_tsa = issuing
[issuing]
serial = serial
default_policy = ${POLICY}
other_policies = ${OTHER_POLICY}
digests = sha1, sha256, sha384, sha512
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
[issuing1]
serial = serial
default_policy = ${POLICY}
digests = sha256
ess_cert_id_alg = sha1
`

export type Extensions =
  | 'root'
  | 'short'
  | 'middle'
  | 'unit'
  | 'loose'
  | 'both'
  | 'web'
  | 'none'
  | 'encipher'
  | 'unknown'

export interface Issued {
  /** File names in the authority's folder. */
  cert: string
  key: string
  /** DER. */
  der: Uint8Array
}

export interface Asked {
  unit: Issued
  digest?: 'sha1' | 'sha256' | 'sha384' | 'sha512'
  policy?: string
  chain?: Issued
  section?: 'issuing' | 'issuing1'
  withCertificate?: boolean
}

export interface Tsa {
  issue(name: string, extensions: Extensions, by: Issued | null, kind?: 'ec' | 'rsa' | 'rsa1024', days?: number): Issued
  /** A request for `message`, made by openssl. */
  query(message: Uint8Array, asked?: { digest?: string; policy?: string }): Uint8Array
  /** The answer to a request, DER of a TimeStampResp. */
  reply(query: Uint8Array, asked: Asked): Uint8Array
  stamp(message: Uint8Array, asked: Asked): Uint8Array
  /** Content of the token (TSTInfo), signed again as one likes. Without `bound` no signed attribute names the certificate. */
  resign(
    info: Uint8Array,
    signers: readonly Issued[],
    how?: { bound?: boolean; type?: string; digest?: string },
  ): Uint8Array
  /** What openssl itself says of a response or token. */
  opensslAccepts(stamp: Uint8Array, message: Uint8Array, root: Issued, token?: boolean): boolean
  stop(): void
}

export function openTsa(): Tsa {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-tsa-'))
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
  }
  const put = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(dir, name), bytes)
    return name
  }
  const get = (name: string): Uint8Array => new Uint8Array(readFileSync(join(dir, name)))
  put('tsa.cnf', CONFIG)
  put('serial', '01\n')
  let count = 0

  const issue: Tsa['issue'] = (name, extensions, by, kind = 'ec', days = 3650) => {
    const id = `${++count}`
    const key = `${id}.key`
    const cert = `${id}.crt`
    if (kind === 'ec') openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key)
    else openssl('genrsa', '-out', key, kind === 'rsa' ? '2048' : '1024')
    const subject = ['-subj', `/CN=${name}`, '-config', 'tsa.cnf']
    if (by === null) {
      const self = ['-days', `${days}`, '-sha256', '-extensions', extensions, '-out', cert]
      openssl('req', '-x509', '-new', '-key', key, ...subject, ...self)
    } else {
      openssl('req', '-new', '-key', key, ...subject, '-out', `${id}.csr`)
      const issuer = ['-CA', by.cert, '-CAkey', by.key, '-CAcreateserial', '-days', `${days}`, '-sha256']
      const own = ['-extfile', 'tsa.cnf', '-extensions', extensions, '-out', cert]
      openssl('x509', '-req', '-in', `${id}.csr`, ...issuer, ...own)
    }
    openssl('x509', '-in', cert, '-outform', 'DER', '-out', `${id}.der`)
    return { cert, key, der: get(`${id}.der`) }
  }

  const query: Tsa['query'] = (message, { digest = 'sha256', policy } = {}) => {
    const more = policy === undefined ? [] : ['-tspolicy', policy]
    openssl('ts', '-query', '-data', put('message', message), `-${digest}`, '-cert', ...more, '-out', 'query.tsq')
    return get('query.tsq')
  }
  const reply: Tsa['reply'] = (asked, { unit, chain, section = 'issuing' }) => {
    const issuing = ['-config', 'tsa.cnf', '-section', section, '-signer', unit.cert, '-inkey', unit.key]
    const extra = chain === undefined ? [] : ['-chain', chain.cert]
    openssl('ts', '-reply', ...issuing, ...extra, '-sha256', '-queryfile', put('asked.tsq', asked), '-out', 'reply.tsr')
    return get('reply.tsr')
  }

  return {
    issue,
    query,
    reply,
    stamp: (message, asked) => reply(query(message, asked), asked),
    resign(info, signers, { bound = true, type = '1.2.840.113549.1.9.16.1.4', digest = 'sha256' } = {}) {
      const keys = signers.flatMap(({ cert, key }) => ['-signer', cert, '-inkey', key])
      const how = ['-binary', '-nodetach', '-nosmimecap', '-md', digest, '-econtent_type', type, '-outform', 'DER']
      const more = bound ? ['-cades'] : []
      openssl('cms', '-sign', '-in', put('info', info), ...how, ...more, ...keys, '-out', 'token.der')
      return get('token.der')
    },
    opensslAccepts(stamp, message, root, token = false) {
      const what = ['-in', put('stamp', stamp), ...(token ? ['-token_in'] : []), '-data', put('message', message)]
      try {
        openssl('ts', '-verify', ...what, '-CAfile', root.cert)
        return true
      } catch {
        return false // openssl's way to say no
      }
    },
    stop: () => rmSync(dir, { recursive: true, force: true }),
  }
}
