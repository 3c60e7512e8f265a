-- Purpose: people who are signed in to the pages, each for some hours, by a cookie that only this service reads.

-- Not a record, and in no chain: a session passes. It holds who an issuer says one is (personal data) for as long as it
-- lasts, and no longer: it is deleted when one signs out, and the next sign-in purges those that are over.
create table session (
  authority_id uuid not null,
  hash bytea not null,
  -- The token that was pasted, or what stands for the issuer's subject.
  holder_id uuid not null,
  -- Of who signed in at the issuer; null: the token says it all.
  subject text,
  role text,
  name text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint session_pkey primary key (authority_id, hash),
  constraint session_authority_fk foreign key (authority_id) references authority,
  constraint session_hash_length check (octet_length(hash) = 32),
  constraint session_of_issuer_whole check (num_nulls(subject, role, name) in (0, 3)),
  constraint session_role_known check (role in ('finance', 'board', 'integration', 'auditor')),
  constraint session_expires_later check (expires_at > created_at)
);
create unique index session_hash_once on session (hash);
create index session_expiry on session (authority_id, expires_at);
call isolate('session');
grant select, insert, delete on session to quotepart_app;

-- Who has this session, and what their authority last recorded: one look-up a page, as `authenticate` for tokens. A pasted
-- token that was revoked, or has expired, ends its sessions with it.
create function find_session(presented bytea, at_instant timestamptz)
returns table (
  token_id uuid, name text, subject text, role text, authority_id uuid,
  cursor_key bytea, last_seq bigint, last_recorded_at timestamptz
)
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  caller_authority text := current_setting('app.authority', true);
begin
  -- Tokens are the installation's to see, sessions their authority's: each look-up as who may.
  perform set_config('app.authority', installation()::text, true);
  return query
    select s.holder_id, coalesce(s.name, t.name), s.subject, coalesce(s.role, t.role), s.authority_id,
      a.cursor_key, a.last_seq, a.last_recorded_at
    from session s
    join authority a on a.authority_id = s.authority_id
    left join token t on s.subject is null and t.authority_id = s.authority_id and t.id = s.holder_id
    where s.hash = presented and s.expires_at > at_instant
      and (s.subject is not null or (t.id is not null and t.revoked_at is null and (t.expires_at is null or t.expires_at > at_instant)));
  perform set_config('app.authority', coalesce(caller_authority, ''), true);
end $$;
revoke execute on function find_session(bytea, timestamptz) from public;
grant execute on function find_session(bytea, timestamptz) to quotepart_app;

-- The function's owner must see the sessions of every authority, as it sees the tokens.
create policy session_of_installation on session for select using (current_authority() = installation());
