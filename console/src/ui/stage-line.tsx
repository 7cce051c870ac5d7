import type { ReactNode } from 'react'

export interface Stop {
  key: string
  name: string
  /** done: passed; now: its turn; next: later; no: ended here with a refusal; skipped: not needed for this one. */
  state: 'done' | 'now' | 'next' | 'no' | 'skipped'
  /** What state it is in, in words, so that colour is never alone. */
  word: string
  under?: ReactNode
  clock?: ReactNode
}

/** The stages of a matter on one line, with who, when, and the clock of the one whose turn it is. */
export function StageLine({ label, stops }: { label: string; stops: Stop[] }) {
  return (
    <ol className="stages" aria-label={label}>
      {stops.map((stop) => (
        <li
          key={stop.key}
          className={`stage stage-${stop.state}`}
          aria-current={stop.state === 'now' ? 'step' : undefined}
        >
          <span className="stage-dot" aria-hidden="true">
            <Glyph state={stop.state} />
          </span>
          <strong>{stop.name}</strong>
          <span className="stage-word">{stop.word}</span>
          {stop.under ? <span className="stage-under">{stop.under}</span> : null}
          {stop.clock ? <span className="stage-clock">{stop.clock}</span> : null}
        </li>
      ))}
    </ol>
  )
}

function Glyph({ state }: { state: Stop['state'] }) {
  const d = {
    done: 'm3 6.2 2.2 2.2L9 4',
    no: 'm3.5 3.5 5 5m0-5-5 5',
    now: 'M6 3.5V6l1.8 1.2',
    next: '',
    skipped: 'M3.5 6h5',
  }[state]
  return (
    <svg
      width="12"
      height="12"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  )
}
