import { z } from 'zod'
import type { GroupId } from '#base'
import type { DirectoryId, DirectoryView, GroupView, GroupMember as Member } from '#identity'
import { operation } from '../contract.ts'
import {
  Directory,
  EditGroup,
  Group,
  GroupMember,
  Id,
  MadeDirectory,
  NewDirectory,
  NewGroup,
  TryRule,
} from '../schema/index.ts'

const ById = z.object({ id: Id })

const wireMember = ({ person, because }: Member): z.input<typeof GroupMember> => ({
  person,
  because: because && [...because],
})
const wireGroup = ({ id, name, rule, members }: GroupView): z.input<typeof Group> => ({
  id,
  name,
  rule: rule === null ? null : rule.map(({ attribute, is }) => ({ attribute, is: [...is] })),
  members: members.map(wireMember),
})
const wireDirectory = (view: DirectoryView): z.input<typeof Directory> => ({ ...view, roles: [...view.roles] })

const list = operation({
  id: 'groups/list',
  method: 'GET',
  path: '/groups',
  right: 'people.read',
  says: 'Groups with their rules, who is in each, and why.',
  answer: z.object({ groups: z.array(Group) }),
  handle: async (house) => ({ groups: (await house.identity.groups.list()).map(wireGroup) }),
})

const add = operation({
  id: 'groups/add',
  method: 'POST',
  path: '/groups',
  right: 'people.manage',
  says: 'Make a group, by hand or by rule; a rule is evaluated at once.',
  body: NewGroup,
  answer: Group,
  handle: async (house, { body }, { actor }) => wireGroup(await house.identity.groups.add(actor, body)),
})

const edit = operation({
  id: 'groups/edit',
  method: 'PATCH',
  path: '/groups/:id',
  right: 'people.manage',
  says: 'Change name or rule; without its rule a group keeps whom it has.',
  params: ById,
  body: EditGroup,
  answer: Group,
  async handle(house, { params, body }, { actor }) {
    return wireGroup(await house.identity.groups.edit(actor, params.id as GroupId, body)) // looked up there
  },
})

const remove = operation({
  id: 'groups/remove',
  method: 'DELETE',
  path: '/groups/:id',
  right: 'people.manage',
  says: 'Remove a group; its people stay.',
  params: ById,
  answer: z.object({}),
  async handle(house, { params }, { actor }) {
    await house.identity.groups.remove(actor, params.id as GroupId) // looked up there
    return {}
  },
})

const tryRule = operation({
  id: 'groups/try-rule',
  method: 'POST',
  path: '/groups/try',
  right: 'people.manage',
  says: 'Who would be in a group with this rule, and why; nothing is changed.',
  body: TryRule,
  answer: z.object({ members: z.array(GroupMember) }),
  async handle(house, { body }, { actor }) {
    return { members: (await house.identity.groups.tryRule(actor, body.rule)).map(wireMember) }
  },
})

const directories = operation({
  id: 'directories/list',
  method: 'GET',
  path: '/directories',
  right: 'people.read',
  says: 'Directories that may send people and groups (SCIM 2.0).',
  answer: z.object({ directories: z.array(Directory) }),
  handle: async (house) => ({ directories: (await house.identity.directory.list()).map(wireDirectory) }),
})

const make = operation({
  id: 'directories/make',
  method: 'POST',
  path: '/directories',
  right: 'directory.manage',
  says: 'Let a directory in: the bearer token is shown this once.',
  body: NewDirectory,
  answer: MadeDirectory,
  async handle(house, { body }, { actor }) {
    const { directory, token } = await house.identity.directory.make(actor, body)
    return { directory: wireDirectory(directory), token, address: `${house.config.origin}/scim/v2` }
  },
})

const revoke = operation({
  id: 'directories/revoke',
  method: 'POST',
  path: '/directories/:id/revoke',
  right: 'directory.manage',
  says: 'Shut a directory out; its token opens nothing from then on.',
  params: ById,
  answer: z.object({}),
  async handle(house, { params }, { actor }) {
    await house.identity.directory.revoke(actor, params.id as DirectoryId) // looked up there
    return {}
  },
})

export const groupOperations = [list, add, edit, remove, tryRule, directories, make, revoke]
