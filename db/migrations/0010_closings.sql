-- Purpose: closing the books of a year, and reopening them for a reason.

create table closing (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  year int not null,
  note text,
  constraint closing_pkey primary key (authority_id, id),
  constraint closing_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint closing_year_range check (year between 1900 and 2199)
);
create index closing_of_year on closing (authority_id, year, seq);
call keep_for_ever('closing');

create table reopening (
  authority_id uuid not null,
  closing_id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  reason text not null,
  constraint reopening_pkey primary key (authority_id, closing_id),
  constraint reopening_closing_fk foreign key (authority_id, closing_id) references closing,
  constraint reopening_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint reopening_reason_length check (char_length(reason) between 1 and 1000)
);
call keep_for_ever('reopening');

-- Whether a year was closed when a journal row was written; asked of a copied row, too, whatever was copied before it.
create function year_is_closed(authority uuid, which int, before bigint) returns boolean language sql stable
  return exists (
    select from closing c where c.authority_id = authority and c.year = which and c.seq < before and not exists (
      select from reopening r where r.authority_id = c.authority_id and r.closing_id = c.id and r.seq < before));

create function guard_closing() returns trigger language plpgsql as $$
begin
  if year_is_closed(new.authority_id, new.year, new.seq) then
    raise exception 'the year % is closed', new.year using errcode = 'check_violation', constraint = 'closing_once';
  end if;
  return new;
end $$;
create trigger closing_once before insert on closing for each row execute function guard_closing();

create function guard_movement() returns trigger language plpgsql as $$
begin
  if year_is_closed(new.authority_id, extract(year from new.effective_on)::int, new.seq) then
    raise exception 'the year of % is closed', new.effective_on
      using errcode = 'check_violation', constraint = 'movement_year_open';
  end if;
  return new;
end $$;
create trigger movement_year_open before insert on movement for each row execute function guard_movement();
call define_sealed_row();
