import { useTranslation } from 'react-i18next'
import { clockOf, dayOf } from '../../time.ts'
import { StageLine } from '../../ui/stage-line.tsx'
import { useAgo } from '../../ui/when.tsx'
import type { RequestView } from '../../wire.ts'
import { type RequestStop, stopsOf } from './stops.ts'

/** A request's stages on one line, with names, times and the clock of the one whose turn it is. */
export function RequestLine({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  return (
    <StageLine
      label={t('requests.stages')}
      stops={stopsOf(request).map((stop) => ({
        key: stop.key,
        name: t(`stages.${stop.key}`),
        state: stop.state,
        word: t(
          `stops.${stop.key === 'consent' || stop.key === 'grant' || stop.key === 'asked' ? stop.key : 'stage'}_${stop.state}`,
        ),
        under: stop.by || stop.at ? <Under stop={stop} /> : undefined,
        clock: stop.due === null ? undefined : <Due at={stop.due} />,
      }))}
    />
  )
}

function Under({ stop }: { stop: RequestStop }) {
  return (
    <>
      {stop.by ? <span className="nowrap">{stop.by}</span> : null}
      {stop.by && stop.at ? <br /> : null}
      {stop.at ? <span className="nowrap">{`${dayOf(stop.at).slice(5)} ${clockOf(stop.at)}`}</span> : null}
    </>
  )
}

/** A working-day clock: when it runs out and how long that is from now; past it, said in red words. */
export function Due({ at }: { at: number }) {
  const { t } = useTranslation()
  const ago = useAgo(at)
  const late = at < Date.now()
  return (
    <span className={late ? 'due due-late' : 'due'} title={`${dayOf(at)} ${clockOf(at)} UTC+8`}>
      {t(late ? 'requests.overdue' : 'requests.due', { when: ago })}
    </span>
  )
}
