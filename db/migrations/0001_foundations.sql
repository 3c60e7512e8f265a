-- Purpose: who owns what (authorities, tokens), who wrote what (the journal), and the walls between authorities.

-- The role the service works as. It owns nothing: no grant below lets it change or remove what is recorded.
do $$
begin
  create role quotepart_app nologin;
exception when duplicate_object or unique_violation then
  null; -- roles belong to the whole cluster: another database, or another start, made it first
end $$;
grant usage on schema public to quotepart_app;

-- The installation itself is the authority with the nil id: administrators belong to it.
create function current_authority() returns uuid language sql stable
  return nullif(current_setting('app.authority', true), '')::uuid;
create function installation() returns uuid language sql immutable
  return '00000000-0000-0000-0000-000000000000'::uuid;

-- What is recorded stays as it was recorded, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op
    using errcode = 'restrict_violation', constraint = tg_table_name || '_append_only';
end $$;

-- Walls one table in by authority: only the rows of the transaction's authority are seen or written.
create procedure isolate(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy %I on %s using (authority_id = current_authority())', target || '_of_authority', target);
end $$;

-- Isolates a table of recorded facts and makes it append-only: by grant for the service, by trigger for everyone.
create procedure keep_for_ever(target regclass) language plpgsql as $$
begin
  call isolate(target);
  execute format('grant select, insert on %s to quotepart_app', target);
  execute format('create trigger %I before update or delete on %s for each row execute function refuse_change()',
    target || '_append_only', target);
  execute format('create trigger %I before truncate on %s for each statement execute function refuse_change()',
    target || '_no_truncate', target);
end $$;

create table authority (
  authority_id uuid not null,
  name text not null,
  siren text,
  created_at timestamptz not null,
  cursor_key bytea not null,
  last_seq bigint not null default 0,
  last_recorded_at timestamptz not null,
  constraint authority_pkey primary key (authority_id),
  constraint authority_name_length check (char_length(name) between 1 and 300),
  constraint authority_siren_format check (siren ~ '^[0-9]{9}$'),
  constraint authority_siren_once unique (siren),
  constraint authority_cursor_key_length check (octet_length(cursor_key) = 32),
  constraint authority_seq_not_negative check (last_seq >= 0)
);
alter table authority enable row level security;
alter table authority force row level security;
create policy authority_own on authority using (current_authority() in (authority_id, installation()));
grant select, insert on authority to quotepart_app;
grant update (last_seq, last_recorded_at) on authority to quotepart_app;

-- The clock of an authority only goes forward, one step at a time; its identity does not change; it is never removed.
create function guard_authority() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and (new.authority_id, new.name, new.siren, new.created_at, new.cursor_key)
      is not distinct from (old.authority_id, old.name, old.siren, old.created_at, old.cursor_key)
    and new.last_seq = old.last_seq + 1 and new.last_recorded_at > old.last_recorded_at then
    return new;
  end if;
  raise exception 'authority: % refused', tg_op using errcode = 'restrict_violation', constraint = 'authority_clock_forward';
end $$;
create trigger authority_clock_forward before update or delete on authority for each row execute function guard_authority();
create trigger authority_no_truncate before truncate on authority for each statement execute function refuse_change();

-- One row a write: the journal is the order of everything that was recorded, and the audit entry of each write.
create table journal (
  authority_id uuid not null,
  seq bigint not null,
  previous_seq bigint generated always as (nullif(seq - 1, 0)) stored,
  recorded_at timestamptz not null,
  operation text not null,
  target_id uuid,
  actor_token_id uuid,
  actor_name text not null,
  actor_role text not null,
  request_id text not null,
  content text not null,
  constraint journal_pkey primary key (authority_id, seq),
  constraint journal_authority_fk foreign key (authority_id) references authority,
  constraint journal_gapless foreign key (authority_id, previous_seq) references journal (authority_id, seq),
  constraint journal_seq_positive check (seq > 0),
  constraint journal_recorded_at_once unique (authority_id, recorded_at),
  -- For the facts that bear both: they cannot disagree with their journal row.
  constraint journal_seq_recorded_at unique (authority_id, seq, recorded_at),
  constraint journal_operation_format check (operation ~ '^[a-z]+([A-Z][a-z]+)*$'),
  constraint journal_content_is_json check (json_typeof(content::json) = 'object')
);
create function guard_journal() returns trigger language plpgsql as $$
begin
  if exists (select from journal j where j.authority_id = new.authority_id and j.seq = new.seq - 1
      and j.recorded_at >= new.recorded_at) then
    raise exception 'journal: recorded_at must increase' using errcode = 'check_violation', constraint = 'journal_recorded_at_increases';
  end if;
  return new;
end $$;
create trigger journal_recorded_at_increases before insert on journal for each row execute function guard_journal();
call keep_for_ever('journal');

-- Bearer tokens, stored as SHA-256 digests. Administrators' tokens belong to the installation.
create table token (
  authority_id uuid not null,
  id uuid not null,
  name text not null,
  role text not null,
  hash bytea not null,
  bootstrap boolean not null default false,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint token_pkey primary key (authority_id, id),
  constraint token_authority_fk foreign key (authority_id) references authority,
  constraint token_name_length check (char_length(name) between 1 and 300),
  constraint token_role_known check (role in ('admin', 'finance', 'board', 'integration', 'auditor')),
  constraint token_admin_of_installation check ((role = 'admin') = (authority_id = installation())),
  constraint token_bootstrap_is_admin check (role = 'admin' or not bootstrap),
  constraint token_hash_length check (octet_length(hash) = 32),
  constraint token_expires_later check (expires_at > created_at)
);
create unique index token_hash_once on token (hash);
alter table token enable row level security;
alter table token force row level security;
create policy token_of_installation on token using (current_authority() = installation());
grant select, insert on token to quotepart_app;
grant update (revoked_at) on token to quotepart_app;
create function guard_token() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.revoked_at is null and new.revoked_at is not null
    and (new.authority_id, new.id, new.name, new.role, new.hash, new.bootstrap, new.created_at, new.expires_at)
      is not distinct from (old.authority_id, old.id, old.name, old.role, old.hash, old.bootstrap, old.created_at, old.expires_at) then
    return new;
  end if;
  raise exception 'token: % refused', tg_op using errcode = 'restrict_violation', constraint = 'token_only_revoked';
end $$;
create trigger token_only_revoked before update or delete on token for each row execute function guard_token();
create trigger token_no_truncate before truncate on token for each statement execute function refuse_change();

-- Answers kept for replay under an Idempotency-Key. Not a record: the service purges what is past its date.
create table idempotency_key (
  authority_id uuid not null,
  token_id uuid not null,
  key text not null,
  fingerprint text not null,
  status int not null,
  headers text not null,
  body text not null,
  kept_until timestamptz not null,
  constraint idempotency_key_pkey primary key (authority_id, token_id, key),
  constraint idempotency_key_length check (char_length(key) between 1 and 255),
  constraint idempotency_key_success check (status between 200 and 299)
);
create index idempotency_key_kept_until on idempotency_key (authority_id, kept_until);
call isolate('idempotency_key');
grant select, insert, delete on idempotency_key to quotepart_app;

-- Who presents this token, for which authority, and what that authority last recorded: one look-up a request.
-- The first administrator's token dies as soon as another administrator token has existed.
create function authenticate(presented bytea)
returns table (
  token_id uuid, name text, role text, authority_id uuid, expires_at timestamptz, revoked_at timestamptz,
  cursor_key bytea, last_seq bigint, last_recorded_at timestamptz
)
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  caller_authority text := current_setting('app.authority', true);
begin
  -- Tokens are the installation's to see. (A SET clause would do the same, but only a superuser may write it.)
  perform set_config('app.authority', installation()::text, true);
  return query
    select t.id, t.name, t.role, t.authority_id, t.expires_at, t.revoked_at, a.cursor_key, a.last_seq, a.last_recorded_at
    from token t join authority a on a.authority_id = t.authority_id
    where t.hash = presented
      and not (t.bootstrap and exists (select from token o where o.authority_id = installation() and not o.bootstrap));
  perform set_config('app.authority', coalesce(caller_authority, ''), true);
end $$;
revoke execute on function authenticate(bytea) from public;
grant execute on function authenticate(bytea) to quotepart_app;

-- Scale and range live with the type; NaN is above every bound, so the upper bounds refuse it.
create domain euro as numeric
  constraint euro_scale check (scale(value) <= 2)
  constraint euro_range check (value between -999999999999999.99 and 999999999999999.99);
create domain share_count as numeric
  constraint share_count_whole check (scale(value) = 0)
  constraint share_count_range check (value between -999999999999999 and 999999999999999);
create domain nominal_value as numeric
  constraint nominal_value_scale check (scale(value) <= 4)
  constraint nominal_value_range check (value > 0 and value <= 999999999999.9999);
create domain fraction as numeric
  constraint fraction_scale check (scale(value) <= 6)
  constraint fraction_range check (value between 0 and 1);
