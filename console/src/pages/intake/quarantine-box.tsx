import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { Box } from '../../ui/box.tsx'
import { MaskedText } from '../../ui/masked-text.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Shape } from '../../ui/parts.tsx'
import { Turn } from '../../ui/turn.tsx'
import type { OpenedQuarantine, Quarantined } from '../../wire.ts'
import { wordOf } from '../../words.ts'

const WINDOW = 4096

/** The bytes of one span, masked, as text and as bytes. Opening it, and each turn of the page, is an act in the audit. */
export function QuarantineBox({ of, close }: { of: Quarantined; close: () => void }) {
  const { t } = useTranslation()
  const [at, setAt] = useState(0)
  const all = of.end - of.start
  const opened = useQuery({
    queryKey: ['quarantine-opened', of.id, at],
    queryFn: () => api.send<OpenedQuarantine>(`/api/intake/quarantine/${of.id}/open`, { at }),
    retry: false, // each look is an act: never repeated behind the person's back
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0, // content is not kept once the box is closed
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return (
    <Box open title={t('intake.open_title')} onCancel={close} width={860} destroyOnHidden>
      <div className="stack">
        <p className="quiet">
          {wordOf(t, 'quarantine', of.reason)} · {t('intake.open_what')}
        </p>
        {opened.isPending ? <Shape lines={8} /> : null}
        <ProblemNote error={opened.error} retry={() => opened.refetch()} />
        {opened.data ? <Opened of={opened.data} all={all} /> : null}
        {all > WINDOW ? (
          <div className="row">
            <Turn
              label={t('intake.earlier')}
              why={at === 0 ? t('words.first_part') : undefined}
              turn={() => setAt(Math.max(0, at - WINDOW))}
            />
            <Turn
              label={t('intake.later')}
              why={at + WINDOW >= all ? t('words.last_part') : undefined}
              turn={() => setAt(at + WINDOW)}
            />
          </div>
        ) : null}
      </div>
    </Box>
  )
}

function Opened({ of, all }: { of: OpenedQuarantine; all: number }) {
  const { t } = useTranslation()
  const { at, encoding, text, hex } = of
  return (
    <>
      <p>{t('intake.open_at', { from: count(at), to: count(at + of.bytes), all: count(all), encoding })}</p>
      <h3>{t('intake.open_text')}</h3>
      <pre className="unread">
        <MaskedText of={text} />
      </pre>
      <h3>{t('intake.open_bytes')}</h3>
      <pre className="unread unread-bytes">
        {hex.map((line) => `${line.at.toString(16).padStart(8, '0')}  ${line.bytes}`).join('\n')}
      </pre>
    </>
  )
}
