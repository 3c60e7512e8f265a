-- Purpose: what is sealed, written out in less time: the same text, character for character, without a jsonb of each row that
-- is made, copied without its authority, copied without its nulls, and then written.

-- As in 0006, but for how content is written: as jsonb is, its keys by length and then by their bytes, what is null left out.
-- A number is as it is told; a text of a type that has neither quotes nor escapes is quoted as it is. (Replaces the procedure
-- of 0006.)
create or replace procedure define_sealed_row() language plpgsql as $$
begin
  execute 'create or replace view sealed_row with (security_invoker = true) as ' || (
    select string_agg(format(
      'select t.authority_id, %L::text as chain, t.seq, %L::text as table_name, concat_ws(''/'', %s) as key,
         ''{'' || concat_ws('', '', %s) || ''}'' as content from %s t',
      case c.relname when 'audit_event' then 'audit' else 'journal' end, c.relname,
      (select string_agg(format('t.%I', a.attname), ', ' order by k.place)
        from pg_constraint p, unnest(p.conkey) with ordinality k (number, place), pg_attribute a
        where p.conrelid = c.oid and p.contype = 'p' and a.attrelid = c.oid and a.attnum = k.number and a.attname <> 'authority_id'),
      (select string_agg(format(
          case
            when y.typcategory in ('N', 'B') then '%L || t.%I::text'
            when y.typname = 'uuid' then '%L || ''"'' || t.%I::text || ''"'''
            when y.typcategory in ('A', 'C', 'U') then '%L || jsonb_strip_nulls(to_jsonb(t.%I))::text'
            else '%L || to_json(t.%I)::text'
          end, to_json(a.attname)::text || ': ', a.attname), ', ' order by octet_length(a.attname::text), a.attname collate "C")
        from pg_attribute a join pg_type d on d.oid = a.atttypid join pg_type y on y.oid = coalesce(nullif(d.typbasetype, 0), d.oid)
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'authority_id'),
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
