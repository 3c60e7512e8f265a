-- Purpose: seals, a chain of digests over everything that is recorded, so that whoever alters the past is found out.

-- Every recorded fact bears the journal row that recorded it, and can be found by it. (Replaces the procedure of 0001.)
create or replace procedure keep_for_ever(target regclass) language plpgsql as $$
begin
  call isolate(target);
  execute format('grant select, insert on %s to quotepart_app', target);
  execute format('create trigger %I before update or delete on %s for each row execute function refuse_change()',
    target || '_append_only', target);
  execute format('create trigger %I before truncate on %s for each statement execute function refuse_change()',
    target || '_no_truncate', target);
  call find_by_seq(target);
end $$;
create procedure find_by_seq(target regclass) language plpgsql as $$
begin
  if not exists (select from pg_index i where i.indrelid = target and i.indpred is null
      and (select array_agg(a.attname order by k.place) from unnest(i.indkey) with ordinality k (number, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number where k.place <= 2) = '{authority_id,seq}') then
    execute format('create index %I on %s (authority_id, seq)', target || '_by_seq', target);
  end if;
end $$;
do $$
declare
  kept regclass;
begin
  for kept in select tgrelid::regclass from pg_trigger
    where tgname = tgrelid::regclass || '_append_only' and tgrelid <> 'decision_cooperative'::regclass
  loop
    call find_by_seq(kept);
  end loop;
end $$;

-- The three tables that did not say which journal row recorded them.
alter table decision_cooperative add column seq bigint;
alter table decision_cooperative disable trigger decision_cooperative_append_only;
alter table authority add column seq bigint;
alter table authority disable trigger authority_clock_forward;
alter table token add column seq bigint;
alter table token disable trigger token_only_revoked;
do $$
declare
  every uuid[];
  one uuid;
  bootstrapped record;
begin
  perform set_config('app.authority', installation()::text, true);
  every := (select array_agg(authority_id) from authority);
  update authority a set seq = j.seq from journal j
    where j.authority_id = installation() and j.operation = 'createAuthority' and j.target_id = a.authority_id;
  update token t set seq = j.seq from journal j
    where j.authority_id = installation() and j.operation = 'createToken' and j.target_id = t.id;
  -- The first administrator's tokens were let in without a journal row: they get one now.
  for bootstrapped in select t.* from token t where t.seq is null order by t.created_at loop
    insert into journal (authority_id, seq, recorded_at, operation, target_id, actor_name, actor_role, request_id, content)
    select installation(), a.last_seq + 1, greatest(clock_timestamp(), a.last_recorded_at + interval '1 microsecond'),
      'createToken', bootstrapped.id, 'migration', 'admin', 'migration',
      json_build_object('id', bootstrapped.id, 'name', bootstrapped.name, 'role', bootstrapped.role)::text
    from authority a where a.authority_id = installation();
    update authority set (last_seq, last_recorded_at) =
      (select seq, recorded_at from journal where authority_id = installation() order by seq desc limit 1)
    where authority_id = installation();
    update token set seq = (select last_seq from authority where authority_id = installation()) where id = bootstrapped.id;
    -- One that another BOOTSTRAP_TOKEN replaced was ended without a journal row, too.
    continue when bootstrapped.revoked_at is null;
    insert into journal (authority_id, seq, recorded_at, operation, target_id, actor_name, actor_role, request_id, content)
    select installation(), a.last_seq + 1, greatest(clock_timestamp(), a.last_recorded_at + interval '1 microsecond'),
      'revokeToken', bootstrapped.id, 'migration', 'admin', 'migration',
      json_build_object('id', bootstrapped.id, 'revokedAt', bootstrapped.revoked_at)::text
    from authority a where a.authority_id = installation();
    update authority set (last_seq, last_recorded_at) =
      (select seq, recorded_at from journal where authority_id = installation() order by seq desc limit 1)
    where authority_id = installation();
    update token set revoked_at = (select last_recorded_at from authority where authority_id = installation())
    where id = bootstrapped.id;
  end loop;
  foreach one in array coalesce(every, '{}') loop
    perform set_config('app.authority', one::text, true);
    update decision_cooperative c set seq = v.seq from decision_version v
      where (v.authority_id, v.decision_id, v.version) = (c.authority_id, c.decision_id, c.version);
  end loop;
  perform set_config('app.authority', '', true);
end $$;
alter table decision_cooperative enable trigger decision_cooperative_append_only;
alter table decision_cooperative alter column seq set not null;
alter table decision_cooperative add constraint decision_cooperative_journal_fk
  foreign key (authority_id, seq) references journal deferrable initially deferred;
call find_by_seq('decision_cooperative');
alter table authority enable trigger authority_clock_forward;
alter table authority add constraint authority_recorded check ((seq is null) = (authority_id = installation()));
create index authority_by_seq on authority (seq);
alter table token enable trigger token_only_revoked;
alter table token alter column seq set not null;
create index token_by_seq on token (seq);

create or replace function guard_authority() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and to_jsonb(new) - '{last_seq,last_recorded_at}'::text[] = to_jsonb(old) - '{last_seq,last_recorded_at}'::text[]
    and new.last_seq = old.last_seq + 1 and new.last_recorded_at > old.last_recorded_at then
    return new;
  end if;
  raise exception 'authority: % refused', tg_op using errcode = 'restrict_violation', constraint = 'authority_clock_forward';
end $$;
create or replace function guard_token() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.revoked_at is null and new.revoked_at is not null
    and to_jsonb(new) - 'revoked_at' = to_jsonb(old) - 'revoked_at' then
    return new;
  end if;
  raise exception 'token: % refused', tg_op using errcode = 'restrict_violation', constraint = 'token_only_revoked';
end $$;

-- The journal row at `seq` is sealed with all that it recorded. `leaves` has a line for each row: its table, its key and
-- the SHA-256 of its content, in order of bytes. `digest` is over the leaves and two earlier seals: the one before, and
-- the one at seq less its lowest bit, so that from any seal to any earlier one there is a short way.
create table seal (
  authority_id uuid not null,
  chain text not null,
  seq bigint not null,
  leaves text not null,
  digest bytea not null,
  constraint seal_pkey primary key (authority_id, chain, seq),
  constraint seal_authority_fk foreign key (authority_id) references authority,
  constraint seal_chain_known check (chain in ('journal', 'audit')),
  constraint seal_seq_positive check (seq > 0),
  constraint seal_digest_length check (octet_length(digest) = 32)
);
call isolate('seal');
grant select, insert on seal to quotepart_app;
create trigger seal_append_only before update or delete on seal for each row execute function refuse_change();
create trigger seal_no_truncate before truncate on seal for each statement execute function refuse_change();

-- What is sealed: every row of every table of recorded facts, as text. A column that is null is left out, so that a
-- column that is added later changes no old digest: it must be null in old rows. Secrets are there by their digest.
create procedure define_sealed_row() language plpgsql as $$
begin
  execute 'create or replace view sealed_row with (security_invoker = true) as ' || (
    select string_agg(format(
      'select t.authority_id, %L::text as chain, t.seq, %L::text as table_name, concat_ws(''/'', %s) as key,
         jsonb_strip_nulls(to_jsonb(t) - ''authority_id'')::text as content from %s t',
      case c.relname when 'audit_event' then 'audit' else 'journal' end, c.relname,
      (select string_agg(format('t.%I', a.attname), ', ' order by k.place)
        from pg_constraint p, unnest(p.conkey) with ordinality k (number, place), pg_attribute a
        where p.conrelid = c.oid and p.contype = 'p' and a.attrelid = c.oid and a.attnum = k.number and a.attname <> 'authority_id'),
      c.oid::regclass), ' union all ' order by c.relname)
    from pg_trigger g join pg_class c on c.oid = g.tgrelid
    where g.tgname = c.relname || '_append_only' and c.relname <> 'seal'
  ) || '
    union all select installation(), ''journal'', t.seq, ''token'', t.id::text,
      (jsonb_strip_nulls(to_jsonb(t) - ''{hash,revoked_at}''::text[]) || jsonb_build_object(''hash'', sha256(t.hash)))::text from token t
    union all select installation(), ''journal'', a.seq, ''authority'', a.authority_id::text,
      (jsonb_strip_nulls(to_jsonb(a) - ''{cursor_key,last_seq,last_recorded_at}''::text[])
        || jsonb_build_object(''cursor_key'', sha256(a.cursor_key)))::text from authority a where a.seq is not null';
end $$;
call define_sealed_row();
grant select on sealed_row to quotepart_app;

create function seal_digest(authority uuid, chain text, seq bigint, before bytea, skipped bytea, leaves text) returns bytea
  language sql immutable return sha256(convert_to(concat_ws(E'\n', 'quotepart-seal-1', authority, chain, seq,
    encode(before, 'hex'), encode(skipped, 'hex'), encode(sha256(convert_to(leaves, 'UTF8')), 'hex')), 'UTF8'));

-- Seals what the transaction's authority has just recorded at a place of one of its chains: the last thing that a write does.
create function seal_row(which text, place bigint) returns void language plpgsql
set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' as $$
declare
  beginning constant bytea := decode(repeat('00', 32), 'hex');
  lines text;
  before bytea := case place when 1 then beginning end;
  skipped bytea := case place & (place - 1) when 0 then beginning end;
begin
  lines := (
    select string_agg(l.line, E'\n' order by l.line collate "C") from (
      select concat_ws(' ', r.table_name, r.key, encode(sha256(convert_to(r.content, 'UTF8')), 'hex')) as line
      from sealed_row r where r.authority_id = current_authority() and r.chain = which and r.seq = place) l);
  before := coalesce(before, (select s.digest from seal s
    where s.authority_id = current_authority() and s.chain = which and s.seq = place - 1));
  skipped := coalesce(skipped, (select s.digest from seal s
    where s.authority_id = current_authority() and s.chain = which and s.seq = place & (place - 1)));
  if before is null or skipped is null or lines is null then
    raise exception 'seal % of % has nothing to stand on', place, which
      using errcode = 'check_violation', constraint = 'seal_gapless';
  end if;
  insert into seal values (current_authority(), which, place, lines,
    seal_digest(current_authority(), which, place, before, skipped, lines));
end $$;
grant execute on function seal_row(text, bigint) to quotepart_app;

-- What was recorded before there were seals is sealed as it is found.
do $$
declare
  every uuid[];
  one uuid;
  last bigint;
begin
  perform set_config('app.authority', installation()::text, true);
  every := (select array_agg(authority_id) from authority);
  foreach one in array coalesce(every, '{}') loop
    perform set_config('app.authority', one::text, true);
    last := (select last_seq from authority where authority_id = one);
    for place in 1 .. last loop
      perform seal_row('journal', place);
    end loop;
  end loop;
  perform set_config('app.authority', '', true);
end $$;

-- No journal row without its seal, whatever wrote it. Checked at the end, when the transaction may have turned to another
-- authority.
create function guard_sealed() returns trigger language plpgsql as $$
declare
  turned_to text := current_setting('app.authority', true);
begin
  perform set_config('app.authority', new.authority_id::text, true);
  if not exists (select from seal s where (s.authority_id, s.chain, s.seq) = (new.authority_id, 'journal', new.seq)) then
    raise exception 'journal row % is not sealed', new.seq using errcode = 'check_violation', constraint = 'journal_sealed';
  end if;
  perform set_config('app.authority', coalesce(turned_to, ''), true);
  return null;
end $$;
create constraint trigger journal_sealed after insert on journal deferrable initially deferred
  for each row execute function guard_sealed();
