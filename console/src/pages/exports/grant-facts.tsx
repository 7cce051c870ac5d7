import { useTranslation } from 'react-i18next'
import { rangeOf } from '../../time.ts'
import { Facts } from '../../ui/parts.tsx'
import type { Grant } from '../../wire.ts'
import { endOfUse } from '../requests/scope-facts.tsx'

/** What an export rests on: whose grant, what for, which time, until when. */
export function GrantFacts({ of, columns = 1 }: { of: Grant; columns?: 1 | 2 }) {
  const { t } = useTranslation()
  return (
    <Facts
      columns={columns}
      of={[
        [t('grants.number'), of.number],
        [t('grants.holder'), of.holderName],
        [t('requests.purpose'), t(`purposes.${of.purpose}`)],
        [t('requests.time'), rangeOf(of.scope.from, of.scope.to)],
        [t('grants.until'), endOfUse(t, of.until)],
      ]}
    />
  )
}
