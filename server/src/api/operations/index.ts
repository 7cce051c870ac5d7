import type { Operation } from '../contract.ts'
import { attachmentOperations } from './attachments.ts'
import { calendarOperations } from './calendars.ts'
import { connectorOperations } from './connectors.ts'
import { consentOperations } from './consent.ts'
import { exportOperations } from './exports.ts'
import { intakeOperations } from './intake.ts'
import { mappingOperations } from './mappings.ts'
import { markOperations } from './marks.ts'
import { maskingOperations } from './masking.ts'
import { oversightOperations } from './oversight.ts'
import { paperOperations } from './papers.ts'
import { peopleOperations } from './people.ts'
import { groupOperations } from './people-groups.ts'
import { quarantineOperations } from './quarantine.ts'
import { requestOperations } from './requests.ts'
import { searchOperations } from './search.ts'
import { sessionOperations } from './session.ts'
import { subjectOperations } from './subjects.ts'
import { subjectLinkingOperations } from './subjects-linking.ts'
import { wecomKeyOperations } from './wecom-keys.ts'

/** Everything the staff's listener answers. */
export const operations: readonly Operation[] = [
  ...sessionOperations,
  ...oversightOperations,
  ...calendarOperations,
  ...peopleOperations,
  ...groupOperations,
  ...subjectOperations,
  ...subjectLinkingOperations,
  ...intakeOperations,
  ...quarantineOperations,
  ...mappingOperations,
  ...wecomKeyOperations,
  ...connectorOperations,
  ...searchOperations,
  ...attachmentOperations,
  ...markOperations,
  ...maskingOperations,
  ...requestOperations,
  ...exportOperations,
  ...paperOperations,
]

/** Everything the customer's listener answers. */
export const portalOperations: readonly Operation[] = consentOperations
