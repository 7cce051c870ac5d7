import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Handed } from '../../api/client.ts'
import { bytes, count } from '../../figures.ts'
import { ArrivedHash, hexOfDigest } from '../../ui/arrived-hash.tsx'
import { Box } from '../../ui/box.tsx'
import { MaskedText } from '../../ui/masked-text.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Copyable, Facts, Shape } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { Attachment, OpenAttachment } from '../../wire.ts'
import { familyOf, typeWord } from './file-kind.ts'

/** More than this is not held in a page: it is saved instead. */
const MOST_SHOWN = 256 * 1024 * 1024
const MOST_TEXT = 1024 * 1024

interface BoxProps {
  permit: string
  record: number
  of: Attachment
  close: () => void
}

/** One file, opened: each opening is an act, and what was opened is gone from the page when the box is closed. */
export function AttachmentBox({ permit, record, of, close }: BoxProps) {
  const { t } = useTranslation()
  const isShown = of.canPreview && (of.bytes ?? 0) <= MOST_SHOWN
  const opened = useQuery({
    queryKey: ['attachment', permit, record, of.at],
    queryFn: ({ signal }) => hand({ permit, record, attachment: of.at, as: 'preview' }, signal),
    enabled: isShown,
    retry: false, // each look is an act: never repeated behind the person's back
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0, // content is not kept once the box is closed
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const title = of.name.text === '' ? t('attachments.unnamed') : <MaskedText of={of.name} />
  return (
    <Box open title={title} onCancel={close} width={860} destroyOnHidden>
      <div className="stack">
        <Facts
          of={[
            [t('attachments.type'), `${typeWord(t, of)} (${of.type ?? ''})`],
            [t('attachments.size'), `${bytes(of.bytes ?? 0)} (${count(of.bytes ?? 0)} B)`],
          ]}
        />
        {isShown ? null : <Note>{t(of.canPreview ? 'attachments.too_large' : 'attachments.not_shown')}</Note>}
        {opened.isFetching ? <Shape lines={6} /> : null}
        <ProblemNote error={opened.error} retry={() => opened.refetch()} />
        {opened.data ? <Shown of={of} handed={opened.data} /> : null}
        {opened.data ? <Hash handed={opened.data} /> : null}
        <Save permit={permit} record={record} of={of} />
      </div>
    </Box>
  )
}

function hand(input: OpenAttachment, signal?: AbortSignal): Promise<Handed> {
  return api.hand('/api/attachments/open', input, signal)
}

function Shown({ of, handed }: { of: Attachment; handed: Handed }) {
  const { t } = useTranslation()
  const url = useAddress(handed.bytes)
  const family = familyOf(of)
  if (family === 'text') return <Text bytes={handed.bytes} />
  if (url === null) return null
  // a picture is named by its file: what it shows, nobody has said
  if (family === 'image') return <img className="file-shown" src={url} alt={of.name.text || t('attachments.image')} />
  const label = of.name.text || t(`attachments.${family}`)
  // biome-ignore lint/a11y/useMediaCaption: what people sent each other has no captions
  if (family === 'audio') return <audio className="file-shown" controls src={url} aria-label={label} />
  // biome-ignore lint/a11y/useMediaCaption: as above
  return <video className="file-shown" controls src={url} aria-label={label} />
}

function Text({ bytes: all }: { bytes: Blob }) {
  const { t } = useTranslation()
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    let isOver = false
    all
      .slice(0, MOST_TEXT)
      .text()
      .then((read) => {
        if (!isOver) setText(read)
      })
    return () => {
      isOver = true
    }
  }, [all])
  if (text === null) return <Shape lines={6} />
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <pre className="file-text" tabIndex={0}>
        {text}
      </pre>
      {all.size > MOST_TEXT ? <p className="quiet">{t('attachments.text_cut', { n: bytes(MOST_TEXT) })}</p> : null}
    </>
  )
}

/** What the record commits to, held against what arrived. */
function Hash({ handed }: { handed: Handed }) {
  const { t } = useTranslation()
  const said = hexOfDigest(handed.digest)
  return (
    <div className="row">
      <span>{t('attachments.hash')}</span>
      <Copyable value={said} label={t('attachments.hash')} />
      <ArrivedHash bytes={handed.bytes} sha256={said} />
    </div>
  )
}

/** Taken away only under a grant; the server decides again. */
function Save({ permit, record, of }: Omit<BoxProps, 'close'>) {
  const { t } = useTranslation()
  const saving = useMutation({
    mutationFn: () => hand({ permit, record, attachment: of.at, as: 'download' }),
    onSuccess: (handed) => save(handed.bytes, `record-${record}-${of.at + 1}`, of.type),
  })
  const verdict =
    permit === 'window'
      ? ({ allowed: false, reason: 'download_needs_grant' } as const)
      : ({ allowed: true, reason: null } as const)
  return (
    <>
      <div className="row">
        <VerdictButton verdict={verdict} loading={saving.isPending} onClick={() => saving.mutate()}>
          {t('attachments.save')}
        </VerdictButton>
        <span className="quiet">{t('attachments.save_what')}</span>
      </div>
      <ProblemNote error={saving.error} />
    </>
  )
}

/** Under a name that says nothing and runs nothing. */
function save(all: Blob, name: string, type: string | null): void {
  const ending = /^(?:image|audio|video)\/([a-z0-9]{2,5})$/.exec(type ?? '')?.[1]
  const url = URL.createObjectURL(all)
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.${type === 'text/plain' ? 'txt' : type === 'application/pdf' ? 'pdf' : (ending ?? 'bin')}`
  link.click()
  URL.revokeObjectURL(url)
}

/** An address of bytes that this page holds, for as long as they are shown. */
function useAddress(all: Blob): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(all)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [all])
  return url
}
