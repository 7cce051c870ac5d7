import type { JsonObject } from './filter.ts'
import { ACCOUNTS, ENTERPRISE, GROUP, USER } from './resources.ts'

// What a directory asks first: what this house can do, and what its resources hold (RFC 7643 sections 5 to 7).

const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
const TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

export const MOST_RESULTS = 1_000

export function serviceProviderConfig(base: string): JsonObject {
  return {
    schemas: [CONFIG],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MOST_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'Made by an administrator of the house, shown once.',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

export function resourceTypes(base: string): JsonObject[] {
  const type = (name: string, endpoint: string, schema: string, extensions: string[]): JsonObject => ({
    schemas: [TYPE],
    id: name,
    name,
    endpoint,
    schema,
    schemaExtensions: extensions.map((each) => ({ schema: each, required: false })),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  })
  return [type('User', '/Users', USER, [ENTERPRISE, ACCOUNTS]), type('Group', '/Groups', GROUP, [])]
}

interface Attribute {
  readonly name: string
  readonly type?: 'string' | 'boolean' | 'complex'
  readonly many?: boolean
  readonly required?: boolean
  readonly mutability?: 'readWrite' | 'readOnly' | 'immutable'
  readonly unique?: boolean
  readonly parts?: readonly Attribute[]
}

const value: Attribute = { name: 'value' }
const SCHEMAS: readonly { id: string; name: string; attributes: readonly Attribute[] }[] = [
  {
    id: USER,
    name: 'User',
    attributes: [
      { name: 'userName', required: true, mutability: 'immutable', unique: true },
      {
        name: 'name',
        type: 'complex',
        parts: [{ name: 'formatted' }, { name: 'familyName' }, { name: 'givenName' }],
      },
      { name: 'displayName' },
      { name: 'active', type: 'boolean' },
      { name: 'title' },
      { name: 'userType' },
      { name: 'emails', type: 'complex', many: true, parts: [value, { name: 'type' }] },
      { name: 'phoneNumbers', type: 'complex', many: true, parts: [value, { name: 'type' }] },
      { name: 'roles', type: 'complex', many: true, parts: [value] },
      { name: 'groups', type: 'complex', many: true, mutability: 'readOnly', parts: [{ name: 'display' }] },
    ],
  },
  {
    id: ENTERPRISE,
    name: 'EnterpriseUser',
    attributes: [
      { name: 'employeeNumber' },
      { name: 'department' },
      { name: 'organization' },
      { name: 'division' },
      { name: 'manager', type: 'complex', parts: [value] },
    ],
  },
  {
    id: ACCOUNTS,
    name: 'Accounts',
    attributes: [
      {
        name: 'accounts',
        type: 'complex',
        many: true,
        parts: [{ name: 'platform' }, { name: 'account', unique: true }],
      },
    ],
  },
  {
    id: GROUP,
    name: 'Group',
    attributes: [
      { name: 'displayName', required: true, unique: true },
      { name: 'members', type: 'complex', many: true, parts: [value, { name: 'display', mutability: 'readOnly' }] },
    ],
  },
]

export function schemas(base: string): JsonObject[] {
  return SCHEMAS.map(({ id, name, attributes }) => ({
    schemas: [SCHEMA],
    id,
    name,
    attributes: attributes.map(attributeOf),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  }))
}

function attributeOf(attribute: Attribute): JsonObject {
  return {
    name: attribute.name,
    type: attribute.type ?? 'string',
    multiValued: attribute.many ?? false,
    required: attribute.required ?? false,
    caseExact: false,
    mutability: attribute.mutability ?? 'readWrite',
    returned: 'default',
    uniqueness: attribute.unique ? 'server' : 'none',
    ...(attribute.parts && { subAttributes: attribute.parts.map(attributeOf) }),
  }
}
