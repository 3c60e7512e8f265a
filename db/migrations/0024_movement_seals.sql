-- Purpose: a movement sealed in less time. What one records is in five tables; the view over all tables opens each of them,
-- with its index, for every row that is sealed.

-- The line of a row in the leaves of its seal. (As 0006 and 0023 write it.)
create function sealed_line(table_name text, key text, content text) returns text language sql stable
  return concat_ws(' ', table_name, key, encode(sha256(convert_to(content, 'UTF8')), 'hex'));

-- As in 0006, but for what is read of a movement: the tables are constants, so that the plan has only them. A row that a
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
        from sealed_row r where r.authority_id = authority and r.chain = 'journal' and r.seq = place
          and r.table_name in ('journal', 'movement', 'entry', 'class_balance', 'cooperative_balance')) l);
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
