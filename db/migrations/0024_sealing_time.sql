-- Purpose: seals in less time. What is sealed is written without a jsonb of each row that is made, copied without its
-- authority, copied without its nulls, and then written; and of a movement, only the five tables are read that one is in.

-- The content of a row of a table `t`, as an expression: character for character as jsonb writes it, its keys by length and
-- then by their bytes, what is null left out. A number is as it is told; what has neither quotes nor escapes is quoted as it is.
create function sealed_content(target regclass) returns text language sql stable
  return (select format('''{'' || concat_ws('', '', %s) || ''}''', string_agg(format(
      case
        when y.typcategory in ('N', 'B') then '%L || t.%I::text'
        when y.typname = 'uuid' then '%L || ''"'' || t.%I::text || ''"'''
        when y.typcategory in ('A', 'C', 'U') then '%L || jsonb_strip_nulls(to_jsonb(t.%I))::text'
        else '%L || to_json(t.%I)::text'
      end, to_json(a.attname)::text || ': ', a.attname), ', ' order by octet_length(a.attname::text), a.attname collate "C"))
    from pg_attribute a
    join pg_type d on d.oid = a.atttypid
    join pg_type y on y.oid = coalesce(nullif(d.typbasetype, 0), d.oid)
    where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attname <> 'authority_id');

-- The rows of tables of recorded facts, each as a subquery, one after the other.
create function sealed_rows_of(targets regclass[]) returns text language sql stable
  return (select string_agg(format(
      'select t.authority_id, %L::text as chain, t.seq, %L::text as table_name, concat_ws(''/'', %s) as key, %s as content from %s t',
      case c.relname when 'audit_event' then 'audit' else 'journal' end, c.relname,
      (select string_agg(format('t.%I', a.attname), ', ' order by k.place)
        from pg_constraint p, unnest(p.conkey) with ordinality k (number, place), pg_attribute a
        where p.conrelid = c.oid and p.contype = 'p' and a.attrelid = c.oid and a.attnum = k.number and a.attname <> 'authority_id'),
      sealed_content(c.oid), c.oid::regclass), ' union all ' order by c.relname)
    from pg_class c where c.oid = any(targets));

-- As in 0006, but for how content is written, and for a view of what a movement records. (Replaces the procedure of 0006.)
create or replace procedure define_sealed_row() language plpgsql as $$
begin
  execute 'create or replace view sealed_row with (security_invoker = true) as ' || (
    select sealed_rows_of(array_agg(c.oid::regclass)) from pg_trigger g join pg_class c on c.oid = g.tgrelid
    where g.tgname = c.relname || '_append_only' and c.relname <> 'seal'
  ) || '
    union all select installation(), ''journal'', t.seq, ''token'', t.id::text,
      (jsonb_strip_nulls(to_jsonb(t) - ''{hash,revoked_at}''::text[]) || jsonb_build_object(''hash'', sha256(t.hash)))::text from token t
    union all select installation(), ''journal'', a.seq, ''authority'', a.authority_id::text,
      (jsonb_strip_nulls(to_jsonb(a) - ''{cursor_key,last_seq,last_recorded_at}''::text[])
        || jsonb_build_object(''cursor_key'', sha256(a.cursor_key)))::text from authority a where a.seq is not null';
  execute 'create or replace view sealed_movement_row with (security_invoker = true) as '
    || sealed_rows_of('{journal,movement,entry,class_balance,cooperative_balance}');
end $$;
call define_sealed_row();
grant select on sealed_movement_row to quotepart_app;

-- The line of a row in the leaves of its seal. (As 0006 and 0023 write it.)
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
        from sealed_movement_row r where r.authority_id = authority and r.seq = place) l);
  else
    lines := (
      select string_agg(l.line, E'\n' order by l.line collate "C") from (
        select sealed_line(r.table_name, r.key, r.content) as line
        from sealed_row r where r.authority_id = authority and r.chain = which and r.seq = place) l);
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
