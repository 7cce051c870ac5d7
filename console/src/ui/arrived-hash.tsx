import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from './parts.tsx'

/** Whether the bytes that arrived are those of this SHA-256 (hex); nothing where the browser does not hash. */
export function ArrivedHash({ bytes, sha256 }: { bytes: Blob; sha256: string }) {
  const { t } = useTranslation()
  const [found, setFound] = useState<string | null>(null)
  useEffect(() => {
    let isOver = false
    // only where the page is served safely (https, or this machine) does a browser hash
    const { subtle } = globalThis.crypto as Partial<Crypto>
    if (!subtle) return
    bytes
      .arrayBuffer()
      .then((all) => subtle.digest('SHA-256', all))
      .then((digest) => {
        if (!isOver) setFound(hexOf(new Uint8Array(digest)))
      })
      .catch(() => undefined) // too large to be held twice: it is then not compared
    return () => {
      isOver = true
    }
  }, [bytes])
  if (found === null) return null
  return found === sha256 ? (
    <Tag tone="accent">{t('attachments.hash_same')}</Tag>
  ) : (
    <Tag tone="red">{t('attachments.hash_differs')}</Tag>
  )
}

export function hexOf(all: Uint8Array): string {
  return Array.from(all, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** RFC 9530's base64 as hex; empty: none was sent. */
export function hexOfDigest(base64: string): string {
  return hexOf(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
}
