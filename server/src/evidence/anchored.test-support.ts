import { archiveFiles } from '#archive'
import { openLedgerReader } from '#ledger'
import { signer } from '#platform/keys'
import type { ArchiveHouse } from '#test/archive-house'
import type { AnchoredCheckpoint } from './register/ports.ts'

/** The newest checkpoint of a house for which nobody vouches. */
export function selfAttested(house: ArchiveHouse): AnchoredCheckpoint {
  const { verifierKey } = signer(house.keyring, 'evidence')
  const { checkpoint } = openLedgerReader(archiveFiles(house.dir).ledger, verifierKey).head()
  return { checkpoint, stamps: [], authorities: [], witnesses: [] }
}
