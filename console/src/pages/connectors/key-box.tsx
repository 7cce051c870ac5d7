import { useTranslation } from 'react-i18next'
import { Box } from '../../ui/box.tsx'
import { Note } from '../../ui/note.tsx'
import { Copyable } from '../../ui/parts.tsx'
import type { ConnectorMade } from '../../wire.ts'
import { curlOf } from './how-to.ts'

/** An API key, once: it is in no other answer and kept nowhere. */
export function KeyBox({ made, close }: { made: ConnectorMade; close: () => void }) {
  const { t } = useTranslation()
  const { connector, key } = made
  if (key === null) return null
  const label = t('connectors.key_for', { name: connector.name })
  return (
    <Box open title={label} onCancel={close} width={640} mask={{ closable: false }}>
      <div className="stack">
        <Note tone="ink" title={t('connectors.key_once')} />
        <Copyable value={key} label={label} />
        {connector.address === null ? null : (
          <>
            <h3>{t('connectors.how')}</h3>
            <Copyable value={curlOf(connector.address)} label={t('connectors.how')} />
          </>
        )}
      </div>
    </Box>
  )
}
