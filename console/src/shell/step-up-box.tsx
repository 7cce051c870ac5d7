import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, StepUpDeclined } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import { useMe } from '../session.ts'
import { Box } from '../ui/box.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { ProblemNote } from '../ui/note.tsx'
import { NotYet } from '../ui/verdict-button.tsx'

/** Asks for a fresh second factor over the page; the act that needed it then goes on by itself. */
export default function StepUpBox({ close }: { close: (declined?: Error) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { house } = useMe()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      await api.send('/api/session/step-up', { code })
      queries.invalidateQueries({ queryKey: meQuery.queryKey })
      close()
    } catch (problem) {
      setError(problem)
      setCode('')
    }
    setBusy(false)
  }
  return (
    <Box
      open
      title={t('step_up.title')}
      onCancel={() => close(new StepUpDeclined())}
      width={400}
      destroyOnHidden
      mask={{ closable: false }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (/^\d{6}$/.test(code) && !busy) send()
        }}
      >
        <p className="quiet">{t('step_up.why')}</p>
        <CodeField label={t('step_up.code')} hint={t('step_up.hint')} value={code} change={setCode} autoFocus />
        <ProblemNote error={error} />
        <div className="row row-end">
          {house.demo ? (
            <Button
              type="link"
              onClick={() =>
                api.read<{ code: string }>('/api/session/demo-code').then((demo) => setCode(demo.code), setError)
              }
            >
              {t('step_up.demo')}
            </Button>
          ) : null}
          <Button onClick={() => close(new StepUpDeclined())}>{t('acts.back')}</Button>
          {code.length === 6 ? (
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('step_up.confirm')}
            </Button>
          ) : (
            <NotYet>{t('step_up.confirm')}</NotYet>
          )}
        </div>
      </form>
    </Box>
  )
}
