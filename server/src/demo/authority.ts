import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A time-stamping authority (RFC 3161) out of the system's openssl, for the demo and for tests: a root, a unit under it, and
// `openssl ts -reply`. It knows nothing of our code. What it stamps proves the mechanism and nothing about time: whoever has
// this folder has the key.

export interface LocalAuthority {
  /** Where its keys and certificates lie. */
  readonly dir: string
  /** PEM of the root. */
  readonly root: string
  /** @param query DER of a TimeStampReq @returns DER of the TimeStampResp */
  stamp(query: Uint8Array): Buffer
  /** Its key is gone. */
  remove(): void
}

const CONFIG = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unset
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[unit]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = issuing
[issuing]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
`

/**
 * @param days how long the unit's certificate is valid
 * @throws Error of Node with `code: 'ENOENT'` where there is no openssl
 */
export function makeAuthority(days = 3650): LocalAuthority {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-local-tsa-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
  const remove = () => rmSync(dir, { recursive: true, force: true })
  try {
    writeFileSync(join(dir, 'tsa.cnf'), CONFIG)
    writeFileSync(join(dir, 'serial'), '01\n')
    for (const name of ['root', 'unit'])
      openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`)
    const of = (name: string) => ['-key', `${name}.key`, '-subj', `/CN=Local TSA ${name}`, '-config', 'tsa.cnf']
    openssl('req', '-x509', '-new', ...of('root'), '-days', '7300', '-extensions', 'root', '-out', 'root.crt')
    openssl('req', '-new', ...of('unit'), '-out', 'unit.csr')
    const by = ['-CA', 'root.crt', '-CAkey', 'root.key', '-CAcreateserial', '-days', `${days}`]
    openssl('x509', '-req', '-in', 'unit.csr', ...by, '-extfile', 'tsa.cnf', '-extensions', 'unit', '-out', 'unit.crt')
  } catch (error) {
    remove()
    throw error
  }
  const issuing = ['-config', 'tsa.cnf', '-section', 'issuing', '-signer', 'unit.crt', '-inkey', 'unit.key', '-sha256']
  return {
    dir,
    root: readFileSync(join(dir, 'root.crt'), 'utf8'),
    stamp(query) {
      writeFileSync(join(dir, 'query.tsq'), query)
      openssl('ts', '-reply', ...issuing, '-queryfile', 'query.tsq', '-out', 'reply.tsr')
      return readFileSync(join(dir, 'reply.tsr'))
    },
    remove,
  }
}
