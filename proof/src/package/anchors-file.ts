import { fromBase64, toBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { canonicalJson, type JsonValue, parseCanonicalJson } from '../bytes/jcs.ts'
import { list, matching, object } from '../bytes/shapes.ts'

// proof/anchors.json of a package: whom the house names as authorities and witnesses (formats/evidence-package.md). A claim like
// the house's own key: it lets everything be checked, and is worth no more than where the reader has the same keys from.

/** A stamp's file is named by its authority. */
export const AUTHORITY_ID = /^[a-z0-9][a-z0-9-]{0,31}$/
const MOST = 16
const NAME = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,100}$/u
const WITNESS = /^\S{1,300}$/
const CERTIFICATE = /^[A-Za-z0-9+/=]{1,12000}$/

export interface NamedAuthority {
  id: string
  /** As the house calls it. */
  name: string
  /** DER. */
  roots: Uint8Array[]
  hints: Uint8Array[]
}

export interface AnchorsFile {
  authorities: NamedAuthority[]
  /** Cosigner keys. */
  witnesses: string[]
}

export function formatAnchorsFile({ authorities, witnesses }: AnchorsFile): string {
  const json = canonicalJson({
    v: 1,
    authorities: authorities.map(({ id, name, roots, hints }) => ({
      id,
      name,
      roots: roots.map(toBase64),
      hints: hints.map(toBase64),
    })),
    witnesses,
  })
  parseAnchorsFile(json)
  return json
}

/** Strict. Throws ProofError 'bad_shape', 'bad_version', 'bad_base64', 'not_canonical_json'. */
export function parseAnchorsFile(json: string): AnchorsFile {
  const value = object(parseCanonicalJson(json), 'anchors', ['v', 'authorities', 'witnesses'])
  if (value.v !== 1) throw new ProofError('bad_version', 'anchors')
  const authorities = few(value.authorities, 'authorities').map(parseAuthority)
  if (new Set(authorities.map(({ id }) => id)).size !== authorities.length)
    throw new ProofError('bad_shape', 'authorities')
  return { authorities, witnesses: few(value.witnesses, 'witnesses').map((key) => matching(key, 'witnesses', WITNESS)) }
}

function parseAuthority(value: JsonValue): NamedAuthority {
  const found = object(value, 'authority', ['id', 'name', 'roots', 'hints'])
  const certificates = (key: 'roots' | 'hints'): Uint8Array[] =>
    few(found[key], key).map((each) => fromBase64(certificate(each, key)))
  return {
    id: matching(found.id, 'id', AUTHORITY_ID),
    name: matching(found.name, 'name', NAME),
    roots: certificates('roots'),
    hints: certificates('hints'),
  }
}

function certificate(value: JsonValue, what: string): string {
  if (typeof value !== 'string' || !CERTIFICATE.test(value)) throw new ProofError('bad_shape', what)
  return value
}

function few(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  const found = list(value, what)
  if (found.length > MOST) throw new ProofError('bad_shape', what)
  return found
}
