import type { Operation } from '../contract.ts'
import { consentOperations } from './consent.ts'
import { exportOperations } from './exports.ts'
import { intakeOperations } from './intake.ts'
import { oversightOperations } from './oversight.ts'
import { peopleOperations } from './people.ts'
import { requestOperations } from './requests.ts'
import { searchOperations } from './search.ts'
import { sessionOperations } from './session.ts'
import { subjectOperations } from './subjects.ts'

/** Everything the staff's listener answers. */
export const operations: readonly Operation[] = [
  ...sessionOperations,
  ...oversightOperations,
  ...peopleOperations,
  ...subjectOperations,
  ...intakeOperations,
  ...searchOperations,
  ...requestOperations,
  ...exportOperations,
]

/** Everything the customer's listener answers. */
export const portalOperations: readonly Operation[] = consentOperations
