import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { useVerdict } from '../../session.ts'
import { exactOf } from '../../time.ts'
import { Box } from '../../ui/box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { OneTimeLink, Person } from '../../wire.ts'

/** A link that lets this person set up password and authenticator, once. It is shown once and kept nowhere. */
export function OneTimeLinkBox({ person }: { person: Person }) {
  const { t } = useTranslation()
  const verdict = useVerdict('people.link')
  const make = useMutation({ mutationFn: () => api.send<OneTimeLink>(`/api/people/${person.id}/link`) })
  return (
    <>
      <VerdictButton verdict={verdict} loading={make.isPending} onClick={() => make.mutate()}>
        {t(person.state === 'invited' ? 'people.invite' : 'people.new_link')}
      </VerdictButton>
      <ProblemNote error={make.error} />
      {make.data ? (
        <Box open title={t('people.link_for', { name: person.name })} onCancel={() => make.reset()} width={520}>
          <div className="stack">
            <p>{t('people.link_how')}</p>
            <Copyable value={make.data.link} label={t('people.link')} />
            <p className="quiet">{t('people.link_expires', { time: exactOf(make.data.expires) })}</p>
          </div>
        </Box>
      ) : null}
    </>
  )
}
