-- Purpose: seals in less time. A row's content was made a jsonb, copied without its authority, copied without its nulls, and
-- then written; and all tables were opened, with their indexes, for each movement. What is sealed is now written from the
-- columns, and of a movement, from the five tables that it is in.
--
-- sealed_row stays as it is, jsonb and all: who verifies reads rows by it, whatever their columns are called by then. The two
-- ways of writing must agree, or nothing that is sealed would verify.

-- The content of a row of a table `t`, as an expression: character for character as jsonb writes it, its keys by length and
-- then by their bytes, what is null left out.
create function content_to_seal(target regclass) returns text language plpgsql stable as $$
declare
  content text;
  written text;
  one record;
begin
  for one in
    select a.attname as name, y.typname as type
    from pg_attribute a
    join pg_type d on d.oid = a.atttypid
    join pg_type y on y.oid = coalesce(nullif(d.typbasetype, 0), d.oid)
    where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attname <> 'authority_id'
    order by octet_length(a.attname::text), a.attname collate "C"
  loop
    written := case
      when one.type in ('int2', 'int4', 'int8', 'numeric', 'bool') then '%L || t.%I::text'
      when one.type = 'uuid' then '%L || ''"'' || t.%I::text || ''"'''
      when one.type in ('text', 'date', 'timestamptz', 'bytea') then '%L || to_json(t.%I)::text'
    end;
    if written is null then
      raise exception '%: nobody has said how jsonb writes % %', target, one.name, one.type using errcode = 'feature_not_supported';
    end if;
    content := concat_ws(', ', content, format(written, to_json(one.name)::text || ': ', one.name));
  end loop;
  return format('''{'' || concat_ws('', '', %s) || ''}''', content);
end $$;

-- The rows of tables of recorded facts, each table's as a subquery, one after the other; their content as jsonb writes it, or as
-- it is to be sealed.
create function recorded_rows(targets regclass[], is_to_seal boolean) returns text language sql stable
  return (select string_agg(format(
      'select t.authority_id, %L::text as chain, t.seq, %L::text as table_name, concat_ws(''/'', %s) as key, %s as content from %s t',
      case c.relname when 'audit_event' then 'audit' else 'journal' end, c.relname,
      (select string_agg(format('t.%I', a.attname), ', ' order by k.place)
        from pg_constraint p, unnest(p.conkey) with ordinality k (number, place), pg_attribute a
        where p.conrelid = c.oid and p.contype = 'p' and a.attrelid = c.oid and a.attnum = k.number and a.attname <> 'authority_id'),
      case when is_to_seal then content_to_seal(c.oid)
        else 'jsonb_strip_nulls(to_jsonb(t) - ''authority_id'')::text' end, c.oid::regclass), ' union all ' order by c.relname)
    from pg_class c where c.oid = any(targets));

-- As in 0006, and beside it the two views that are sealed from. They name each column: a migration that drops one, or gives it
-- another type, drops them before, and calls this after. (Replaces the procedure of 0006.)
create or replace procedure define_sealed_row() language plpgsql as $$
declare
  -- Of the installation; without what changes, and secrets by their digest.
  beside constant text := '
    union all select installation(), ''journal'', t.seq, ''token'', t.id::text,
      (jsonb_strip_nulls(to_jsonb(t) - ''{hash,revoked_at}''::text[]) || jsonb_build_object(''hash'', sha256(t.hash)))::text from token t
    union all select installation(), ''journal'', a.seq, ''authority'', a.authority_id::text,
      (jsonb_strip_nulls(to_jsonb(a) - ''{cursor_key,last_seq,last_recorded_at}''::text[])
        || jsonb_build_object(''cursor_key'', sha256(a.cursor_key)))::text from authority a where a.seq is not null';
  recorded constant regclass[] := (select array_agg(c.oid::regclass) from pg_trigger g join pg_class c on c.oid = g.tgrelid
    where g.tgname = c.relname || '_append_only' and c.relname <> 'seal');
begin
  execute 'create or replace view sealed_row with (security_invoker = true) as ' || recorded_rows(recorded, false) || beside;
  execute 'create or replace view row_to_seal with (security_invoker = true) as ' || recorded_rows(recorded, true) || beside;
  execute 'create or replace view movement_row_to_seal with (security_invoker = true) as '
    || recorded_rows('{journal,movement,entry,class_balance,cooperative_balance}', true);
  grant select on row_to_seal, movement_row_to_seal to quotepart_app;
end $$;
call define_sealed_row();

-- The line of a row in the leaves of its seal.
create function sealed_line(table_name text, key text, content text) returns text language sql stable
  return concat_ws(' ', table_name, key, encode(sha256(convert_to(content, 'UTF8')), 'hex'));

-- As in 0006, but for what is read of a movement: to open all tables, with their indexes, took most of the time. A row that a
-- movement came to record elsewhere would be found without a seal by whoever verifies. (Replaces the function of 0006.)
create or replace function seal_row(which text, place bigint) returns void language plpgsql
set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' as $$
declare
  beginning constant bytea := decode(repeat('00', 32), 'hex');
  authority constant uuid := current_authority();
  lines text;
  before bytea := case place when 1 then beginning end;
  skipped bytea := case place & (place - 1) when 0 then beginning end;
begin
  if which = 'journal' and exists (select from journal j where j.authority_id = authority and j.seq = place
    and j.operation in ('recordMovement', 'reverseMovement')) then
    lines := (
      select string_agg(l.line, E'\n' order by l.line collate "C") from (
        select sealed_line(r.table_name, r.key, r.content) as line
        from movement_row_to_seal r where r.authority_id = authority and r.seq = place) l);
  else
    lines := (
      select string_agg(l.line, E'\n' order by l.line collate "C") from (
        select sealed_line(r.table_name, r.key, r.content) as line
        from row_to_seal r where r.authority_id = authority and r.chain = which and r.seq = place) l);
  end if;
  before := coalesce(before, (select s.digest from seal s
    where s.authority_id = authority and s.chain = which and s.seq = place - 1));
  skipped := coalesce(skipped, (select s.digest from seal s
    where s.authority_id = authority and s.chain = which and s.seq = place & (place - 1)));
  if before is null or skipped is null or lines is null then
    raise exception 'seal % of % has nothing to stand on', place, which
      using errcode = 'check_violation', constraint = 'seal_gapless';
  end if;
  insert into seal values (authority, which, place, lines,
    seal_digest(authority, which, place, before, skipped, lines));
end $$;

-- As in 0023, but for where it reads what it seals. (Replaces the function of 0023.)
create or replace function seal_rows(which text, first bigint, last bigint) returns void language plpgsql
set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' as $$
declare
  beginning constant bytea := decode(repeat('00', 32), 'hex');
  authority constant uuid := current_authority();
  place bigint := first;
  back bigint;
  before bytea;
  skipped bytea;
  places bigint[];
  lines text[];
  digests bytea[] := '{}';
begin
  before := case first when 1 then beginning else (select s.digest from seal s
    where s.authority_id = authority and s.chain = which and s.seq = first - 1) end;
  -- Planned anew for the places at hand: a plan for any range would read whole tables.
  execute '
    select array_agg(p.seq order by p.seq), array_agg(p.lines order by p.seq) from (
      select r.seq, string_agg(r.line, E''\n'' order by r.line collate "C") as lines from (
        select seq, sealed_line(table_name, key, content) as line
        from row_to_seal where authority_id = current_authority() and chain = $1 and seq between $2 and $3 offset 0) r
      group by r.seq) p' into places, lines using which, first, last;
  while place <= last loop
    back := place & (place - 1);
    skipped := case when back = 0 then beginning when back >= first then digests[back - first + 1] else (select s.digest from seal s
      where s.authority_id = authority and s.chain = which and s.seq = back) end;
    if places[place - first + 1] is distinct from place or before is null or skipped is null then
      raise exception 'seal % of % has nothing to stand on', place, which
        using errcode = 'check_violation', constraint = 'seal_gapless';
    end if;
    before := seal_digest(authority, which, place, before, skipped, lines[place - first + 1]);
    digests := digests || before;
    place := place + 1;
  end loop;
  insert into seal select authority, which, s.place, s.lines, s.digest from unnest(places, lines, digests) s (place, lines, digest);
end $$;
