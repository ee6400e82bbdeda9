import { PUBLISHED_SCHEMA, READER_ROLE, serviceRole } from './service-role.js';

/** Something that a service needs of the database before it can keep anything in it. */
export interface SchemaStep {
  readonly what: string;
  /** One row with `there`; asks without any right, and fails where nothing of it is there neither. */
  readonly isThere: string;
  readonly make: string;
}

const roleStep = (role: string): SchemaStep => ({
  what: `role ${role}`,
  isThere: `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') AS there`,
  make: `CREATE ROLE ${role} NOLOGIN`,
});

const schemaStep = (schema: string, authorization: string): SchemaStep => ({
  what: `schema ${schema}`,
  isThere: `SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = '${schema}') AS there`,
  make: `CREATE SCHEMA ${schema}${authorization}`,
});

const rightsStep = (role: string, schema: string, rights: readonly string[]): SchemaStep => ({
  what: `${rights.join(' and ')} on schema ${schema} for ${role}`,
  isThere: `SELECT coalesce(bool_and(has_schema_privilege(r.oid, n.oid, wanted)), false) AS there
    FROM pg_roles r, pg_namespace n, unnest('{${rights.join(',')}}'::text[]) AS wanted WHERE r.rolname = '${role}' AND n.nspname = '${schema}'`,
  make: `GRANT ${rights.join(', ')} ON SCHEMA ${schema} TO ${role}`,
});

// From PostgreSQL 16 on whoever creates a role is a member of it that may hand it out but not take it on, and 15 does not know the word for the latter.
const TAKES_ON = `CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END`;

/** In the order in which one builds on another. Names are plain identifiers. */
export function schemaSteps(service: string): readonly SchemaStep[] {
  const role = serviceRole(service);
  return [
    roleStep(role),
    roleStep(READER_ROLE),
    {
      what: `membership of the login in ${role}`,
      isThere: `SELECT coalesce(bool_and(pg_has_role(session_user, oid, ${TAKES_ON})), false) AS there FROM pg_roles WHERE rolname = '${role}'`,
      make: `GRANT ${role} TO SESSION_USER`,
    },
    {
      what: `membership of ${role} in ${READER_ROLE}`,
      isThere: `SELECT coalesce(bool_and(pg_has_role(member.oid, role.oid, 'USAGE')), false) AS there
        FROM pg_roles member, pg_roles role WHERE member.rolname = '${role}' AND role.rolname = '${READER_ROLE}'`,
      make: `GRANT ${READER_ROLE} TO ${role}`,
    },
    schemaStep(service, ` AUTHORIZATION ${role}`),
    rightsStep(role, service, ['USAGE', 'CREATE']),
    schemaStep(PUBLISHED_SCHEMA, ''),
    rightsStep(role, PUBLISHED_SCHEMA, ['USAGE', 'CREATE']),
    rightsStep(READER_ROLE, PUBLISHED_SCHEMA, ['USAGE']),
  ];
}
