-- Purpose: a command that records many movements, each at a place of the journal of its own, in one transaction.

-- The clock of an authority may go several steps forward at once, to a row that the journal has: journal_gapless holds
-- that those between are there. (Replaces the function of 0006.)
create or replace function guard_authority() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and to_jsonb(new) - '{last_seq,last_recorded_at}'::text[] = to_jsonb(old) - '{last_seq,last_recorded_at}'::text[]
    and new.last_seq > old.last_seq and new.last_recorded_at > old.last_recorded_at
    and (new.last_seq = old.last_seq + 1 or exists (select from journal j
      where (j.authority_id, j.seq, j.recorded_at) = (new.authority_id, new.last_seq, new.last_recorded_at))) then
    return new;
  end if;
  raise exception 'authority: % refused', tg_op using errcode = 'restrict_violation', constraint = 'authority_clock_forward';
end $$;

-- Seals many places of a chain, one after the other, each as seal_row would: their rows are read in one go.
create function seal_rows(which text, first bigint, last bigint) returns void language plpgsql
set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' as $$
declare
  beginning constant bytea := decode(repeat('00', 32), 'hex');
  place bigint := first;
  back bigint;
  before bytea;
  skipped bytea;
  lines text[] := '{}';
  digests bytea[] := '{}';
  sealed record;
begin
  before := case first when 1 then beginning else (select s.digest from seal s
    where s.authority_id = current_authority() and s.chain = which and s.seq = first - 1) end;
  -- Planned anew for the places at hand: a plan for any range would read whole tables.
  for sealed in execute '
    select r.seq, string_agg(r.line, E''\n'' order by r.line collate "C") as lines from (
      select seq, concat_ws('' '', table_name, key, encode(sha256(convert_to(content, ''UTF8'')), ''hex'')) as line
      from sealed_row where authority_id = current_authority() and chain = $1 and seq between $2 and $3) r
    group by r.seq order by r.seq' using which, first, last
  loop
    back := place & (place - 1);
    skipped := case when back = 0 then beginning when back >= first then digests[back - first + 1] else (select s.digest from seal s
      where s.authority_id = current_authority() and s.chain = which and s.seq = back) end;
    exit when sealed.seq <> place or before is null or skipped is null;
    before := seal_digest(current_authority(), which, place, before, skipped, sealed.lines);
    lines := lines || sealed.lines;
    digests := digests || before;
    place := place + 1;
  end loop;
  if place <> last + 1 then
    raise exception 'seal % of % has nothing to stand on', place, which
      using errcode = 'check_violation', constraint = 'seal_gapless';
  end if;
  insert into seal select current_authority(), which, first + s.number - 1, s.lines, s.digest
    from unnest(lines, digests) with ordinality s (lines, digest, number);
end $$;
grant execute on function seal_rows(text, bigint, bigint) to quotepart_app;
