import { z } from 'zod'
import type { PersonId } from '#base'
import type { PersonView } from '#identity'
import { operation } from '../contract.ts'
import type { House } from '../house.ts'
import { EditPerson, Id, NewPerson, OneTimeLink, PeopleImport, PeopleImported, Person } from '../schema/index.ts'

const People = z.object({ people: z.array(Person) })
const ById = z.object({ id: Id })
/** People whose changes are told one by one; the counts hold for all. */
const MOST_SHOWN = 2_000

/** The token stands behind `#`: it never reaches a server's log. */
function enterLink(house: House, token: string): string {
  return `${house.config.origin}/enter#${token}`
}

const wirePerson = (view: PersonView): z.input<typeof Person> => ({ ...view, attributes: { ...view.attributes } })

const list = operation({
  id: 'people/list',
  method: 'GET',
  path: '/people',
  right: 'people.read',
  says: 'Everybody, with roles, groups and accounts.',
  answer: People,
  handle: async (house) => ({ people: (await house.identity.people()).map(wirePerson) }),
})

const add = operation({
  id: 'people/add',
  method: 'POST',
  path: '/people',
  right: 'people.manage',
  says: 'Add a person; the one-time link that lets them in is made apart.',
  body: NewPerson,
  answer: Person,
  handle: async (house, { body }, { actor }) => wirePerson(await house.identity.add(actor, body)),
})

const edit = operation({
  id: 'people/edit',
  method: 'PATCH',
  path: '/people/:id',
  right: 'people.manage',
  says: 'Change a person; what is absent stays.',
  params: ById,
  body: EditPerson,
  answer: Person,
  async handle(house, { params, body }, { actor }) {
    return wirePerson(await house.identity.edit(actor, params.id as PersonId, body)) // looked up there
  },
})

const take = operation({
  id: 'people/import',
  method: 'POST',
  path: '/people/import',
  right: 'people.import',
  says: 'Take people from CSV, or try what it would change; good lines are taken, bad ones named by line and code.',
  body: PeopleImport,
  bodyLimit: 25 * 1024 * 1024,
  answer: PeopleImported,
  async handle(house, { body }, { actor }) {
    const { trial, absent } = body
    const { links, refused, lines, ...counts } = await house.identity.importCsv(actor, body.csv, { trial, absent })
    return {
      ...counts,
      refused: [...refused],
      lines: lines.slice(0, MOST_SHOWN).map((each) => ({ ...each, changes: [...each.changes] })),
      links: links.map(({ username, token }) => ({ username, link: enterLink(house, token) })),
    }
  },
})

const link = operation({
  id: 'people/link',
  method: 'POST',
  path: '/people/:id/link',
  right: 'people.link',
  says: 'A new one-time link for a person.',
  params: ById,
  answer: OneTimeLink,
  async handle(house, { params }, { actor }) {
    const { token, expires } = await house.identity.issueLink(actor, params.id as PersonId) // looked up there
    return { link: enterLink(house, token), expires }
  },
})

export const peopleOperations = [list, add, edit, take, link]
