import { showActs } from './acts.ts'
import { askAndAgree } from './ask.ts'
import { bringCalendar } from './calendar.ts'
import { connect } from './connect.ts'
import { readConversation } from './conversation.ts'
import { findCustomers } from './customers.ts'
import { decideAll } from './decide.ts'
import { endPackage } from './end.ts'
import { filterEveryWay } from './filters.ts'
import type { Walk } from './given.ts'
import { handOver } from './hand-over.ts'
import { askTheHouse } from './house-fields.ts'
import { keepHouse } from './keep.ts'
import { lookAround } from './look-around.ts'
import { mapAndControl } from './mapping.ts'
import { lookBehindMasks } from './masking.ts'
import { operate } from './operations.ts'
import { sealMedium } from './papers.ts'
import { lookAfterPeople } from './people.ts'
import { correctQuarantine } from './quarantine.ts'
import { tryAndReport } from './release.ts'
import { passThroughStates, revealForAMinute } from './states.ts'
import { onATelephone } from './telephone.ts'
import { watch } from './watch.ts'

/** One stretch of the walk. It may fail without stopping the others; the walk as a whole has failed then. */
export interface Part {
  readonly name: string
  /** Parts that put into the house what this one looks for. */
  readonly needs: readonly string[]
  run(walk: Walk): Promise<void>
}

/** In the order in which a house lives through them. */
export const PARTS: readonly Part[] = [
  { name: 'keep', needs: [], run: keepHouse },
  { name: 'connect', needs: ['keep'], run: connect },
  { name: 'mapping', needs: [], run: mapAndControl },
  { name: 'quarantine', needs: ['mapping'], run: correctQuarantine },
  { name: 'ask', needs: ['keep'], run: askAndAgree },
  { name: 'decide', needs: ['ask'], run: decideAll },
  { name: 'filters', needs: ['keep', 'connect', 'quarantine'], run: filterEveryWay },
  { name: 'conversation', needs: ['connect'], run: readConversation },
  { name: 'hand-over', needs: ['decide'], run: handOver },
  { name: 'papers', needs: ['hand-over'], run: sealMedium },
  { name: 'alarm', needs: ['decide'], run: tryAndReport },
  { name: 'masking', needs: ['decide'], run: lookBehindMasks },
  { name: 'reveals', needs: ['masking'], run: revealForAMinute },
  { name: 'states', needs: ['hand-over', 'masking'], run: passThroughStates },
  { name: 'customers', needs: ['connect'], run: findCustomers },
  { name: 'people', needs: [], run: lookAfterPeople },
  { name: 'house-fields', needs: ['conversation', 'customers', 'people'], run: askTheHouse },
  { name: 'operations', needs: [], run: operate },
  { name: 'calendar', needs: [], run: bringCalendar },
  { name: 'watch', needs: ['hand-over'], run: watch },
  {
    name: 'acts',
    needs: ['mapping', 'quarantine', 'filters', 'conversation', 'customers', 'people', 'operations'],
    run: showActs,
  },
  { name: 'look-around', needs: ['hand-over'], run: lookAround },
  { name: 'telephone', needs: ['hand-over'], run: onATelephone },
  // last: what the others look at is gone afterwards
  { name: 'end', needs: ['hand-over'], run: endPackage },
]

/** The parts named and, unless the house has them already, all that they need; in the order of the whole walk. */
export function partsFor(names: readonly string[], isFilled: boolean): readonly Part[] {
  const chosen = new Set<string>()
  const choose = (name: string) => {
    const part = PARTS.find((one) => one.name === name)
    if (!part) throw new Error(`no part of the walk is called ${name}: ${PARTS.map((one) => one.name).join(' ')}`)
    chosen.add(name)
    if (!isFilled) part.needs.forEach(choose)
  }
  names.forEach(choose)
  return PARTS.filter((part) => chosen.has(part.name))
}
