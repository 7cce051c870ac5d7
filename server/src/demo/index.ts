export { type Cast, type CastMember, enrolCast } from './cast.ts'
export { ApiClient, codeAt } from './client.ts'
export { releaseExport } from './release.ts'
export { storyPeople } from './story.ts'
