import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { Field } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import type { ExportView } from '../../wire.ts'

// What is said of a package, each in a box of its own that names what it signs.

/** What of the checklist is shown by looking at the original. */
export type OriginalKey = 'scope_to_conversation_id' | 'sealed_medium_record'

interface BoxProps {
  of: ExportView
  close: () => void
}

function useSaying(of: ExportView, path: string, done: string, close: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: object) => api.send(`/api/exports/${of.id}/${path}`, body),
    onSuccess: () => {
      toast(done)
      queries.invalidateQueries({ queryKey: ['export', of.id] })
      queries.invalidateQueries({ queryKey: ['exports'] })
      close()
    },
  })
}

function Digest({ of }: { of: ExportView }) {
  return (
    <p className="sha">
      <span className="quiet">SHA-256</span> <code>{of.sha256}</code>
    </p>
  )
}

interface SayBoxProps {
  title: string
  act: string
  isReady: boolean
  saying: ReturnType<typeof useSaying>
  body: object
  close: () => void
  children: ReactNode
}

function SayBox({ title, act, isReady, saying, body, close, children }: SayBoxProps) {
  return (
    <Box open title={title} onCancel={close} destroyOnHidden>
      <ActForm
        act={act}
        isReady={isReady}
        busy={saying.isPending}
        error={saying.error}
        send={() => saying.mutate(body)}
        close={close}
      >
        {children}
      </ActForm>
    </Box>
  )
}

export function ReleaseBox({ of, close }: BoxProps) {
  const { t } = useTranslation()
  const saying = useSaying(of, 'release', t('release.released'), close)
  return (
    <SayBox
      title={t('release.release_title', { number: of.number })}
      act={t('release.release')}
      isReady
      saying={saying}
      body={{ sha256: of.sha256 }}
      close={close}
    >
      <p>{t('release.release_means')}</p>
      <Digest of={of} />
    </SayBox>
  )
}

export function SecondBox({ of, close }: BoxProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const saying = useSaying(of, 'second', t('release.seconded'), close)
  return (
    <SayBox
      title={t('release.second_title', { number: of.number })}
      act={t('release.second')}
      isReady={isSaid(reason)}
      saying={saying}
      body={{ sha256: of.sha256, reason }}
      close={close}
    >
      <Digest of={of} />
      <Text label={t('release.second_reason')} value={reason} change={setReason} />
    </SayBox>
  )
}

export function ReasonBox({ of, close }: BoxProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const saying = useSaying(of, 'reason', t('release.stated'), close)
  return (
    <SayBox
      title={t('release.state_reason')}
      act={t('release.state_reason')}
      isReady={isSaid(reason)}
      saying={saying}
      body={{ reason }}
      close={close}
    >
      <p>{t('release.bulk_means')}</p>
      <Text label={t('release.reason')} value={reason} change={setReason} />
    </SayBox>
  )
}

export function OriginalBox({ of, item, close }: BoxProps & { item: OriginalKey }) {
  const { t } = useTranslation()
  const [number, setNumber] = useState('')
  const [place, setPlace] = useState('')
  const saying = useSaying(of, 'originals', t('release.original_done'), close)
  return (
    <SayBox
      title={t('release.original_of', { item: t(`release.items.${item}`) })}
      act={t('release.original')}
      isReady={number.trim() !== '' && place.trim() !== ''}
      saying={saying}
      body={{ item, number, place }}
      close={close}
    >
      <Line label={t('release.original_number')} value={number} change={setNumber} />
      <Line label={t('release.original_place')} value={place} change={setPlace} />
      <p className="quiet">{t('release.original_means')}</p>
    </SayBox>
  )
}

const isSaid = (text: string) => text.trim().length >= 4

function Text({ label, value, change }: { label: string; value: string; change: (text: string) => void }) {
  return (
    <Field label={label}>
      {(control) => (
        <Input.TextArea
          {...control}
          value={value}
          maxLength={1000}
          rows={3}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  )
}

function Line({ label, value, change }: { label: string; value: string; change: (text: string) => void }) {
  return (
    <Field label={label}>
      {(control) => (
        <Input {...control} value={value} maxLength={200} onChange={(event) => change(event.target.value)} />
      )}
    </Field>
  )
}
