import { useTranslation } from 'react-i18next'
import { Box } from '../ui/box.tsx'
import type { RailPage } from './rooms.ts'

/** The keys of the console, for this person's pages. */
export default function HelpBox({ pages, close }: { pages: RailPage[]; close: () => void }) {
  const { t } = useTranslation()
  const everywhere: [string[], string][] = [
    [['/'], t('keys.search')],
    [['?'], t('keys.help')],
    [['Esc'], t('keys.close')],
    [['Tab'], t('keys.tab')],
    [['↑', '↓'], t('keys.rows')],
  ]
  const reading: [string[], string][] = [
    [['j'], t('keys.next')],
    [['k'], t('keys.previous')],
    [['Enter'], t('keys.open')],
    [['m'], t('keys.mark')],
  ]
  const go: [string[], string][] = pages.map((page) => [['g', page.letter], t(`pages.${page.key}`)])
  return (
    <Box open title={t('keys.title')} onCancel={close} width={640}>
      <div className="keys">
        <Keys title={t('keys.everywhere')} keys={everywhere} />
        <Keys title={t('keys.reading')} keys={reading} />
        <Keys title={t('keys.go')} keys={go} />
      </div>
    </Box>
  )
}

function Keys({ title, keys }: { title: string; keys: [string[], string][] }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl>
        {keys.map(([keyNames, meaning]) => (
          <div key={keyNames.join()}>
            <dt>
              {keyNames.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
