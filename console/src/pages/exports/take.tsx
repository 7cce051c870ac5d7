import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { useMe } from '../../session.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Facts } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { ExportView } from '../../wire.ts'

/** Taking the package: the file, and its password apart from it. */
export function Take({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const [passwords, setPasswords] = useState<{ password: string; sheet: string | null } | null>(null)
  const password = passwords?.password ?? null
  const reveal = useMutation({
    mutationFn: () => api.send<{ password: string; sheet: string | null }>(`/api/exports/${of.id}/password`),
    onSuccess: setPasswords,
  })
  const download = of.can.download
  const open = download?.allowed || download?.reason === 'step_up_needed'
  return (
    <section className="panel stack">
      <h2>{t('exports.take')}</h2>
      <div className="row">
        {open ? (
          <Button type="primary" href={`/api/exports/${of.id}/package`} download>
            {t('exports.download')}
          </Button>
        ) : (
          <VerdictButton verdict={download}>{t('exports.download')}</VerdictButton>
        )}
        {of.ageRecipient !== null ? null : password === null ? (
          <VerdictButton verdict={of.can.password} loading={reveal.isPending} onClick={() => reveal.mutate()}>
            {t('exports.show_password')}
          </VerdictButton>
        ) : (
          <Button onClick={() => setPasswords(null)}>{t('exports.hide_password')}</Button>
        )}
      </div>
      {passwords === null ? null : (
        <Facts
          columns={1}
          of={[
            secret(t('exports.password'), passwords.password),
            ...(passwords.sheet === null ? [] : [secret(t('exports.sheet_password'), passwords.sheet)]),
          ]}
        />
      )}
      <ProblemNote error={reveal.error} />
      <p className="quiet">{t(of.ageRecipient === null ? 'exports.apart' : 'exports.age_sealed')}</p>
      {of.ageRecipient === null ? <p className="quiet">{t('exports.opens_with')}</p> : null}
    </section>
  )
}

function secret(name: string, value: string): [name: string, value: ReactNode] {
  return [name, <Copyable key={name} value={value} label={name} />]
}

/** Everything somebody needs to check the package without trusting this house's software. */
export function Verify({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const me = useMe()
  // what is sealed to a key was opened by it: the zip inside has no password
  const toKey = of.ageRecipient !== null
  const file = `cunzhen-${of.number}.zip` // as the house calls it when it is taken (evidence/copies/hand-out.ts)
  const open = toKey ? `age -d -i key.txt -o ${file} ${file}.age && ` : ''
  const password = toKey ? '' : ' --password-file password.txt'
  const command = `${open}npx --no-install cunzhen-verify ${file}${password} --trust '${me.house.verifierKey}'`
  return (
    <section className="panel stack">
      <h2>{t('exports.verify')}</h2>
      <p>{t('exports.verify_why')}</p>
      <dl className="verify">
        <div>
          <dt>{t('exports.in_browser')}</dt>
          <dd>
            <a href={`/api/exports/${of.id}/verifier`} download>
              {t('exports.verifier_page')}
            </a>{' '}
            <span className="quiet">{t(toKey ? 'exports.verifier_page_what_age' : 'exports.verifier_page_what')}</span>
          </dd>
        </div>
        <div>
          <dt>{t('exports.on_command_line')}</dt>
          <dd>
            <Copyable value={command} label={t('exports.on_command_line')} />
          </dd>
        </div>
        <div>
          <dt>{t('exports.house_key')}</dt>
          <dd>
            <Copyable value={me.house.verifierKey} label={t('exports.house_key')} />
            <p className="quiet">{t('exports.house_key_what')}</p>
          </dd>
        </div>
      </dl>
    </section>
  )
}
