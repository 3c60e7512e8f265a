-- Purpose: plans that fit every authority. A plan is kept with its statement's name, on a connection that the next request may
-- use for another authority. While the policy called current_authority() in place, the planner looked up whose turn it was
-- and counted that authority's rows: a plan made for one with a movement read, with a hundred thousand, the whole of them for
-- each page. What a sub-select gives is not known when a plan is made, so that it is made for the average authority; and it
-- is asked for once a statement, not once a row.

create or replace procedure isolate(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy %I on %s using (authority_id = (select current_authority()))',
    target || '_of_authority', target);
end $$;

do $$
declare
  walled record;
begin
  for walled in select polname, polrelid::regclass as target from pg_policy
    where pg_get_expr(polqual, polrelid) = '(authority_id = current_authority())'
  loop
    execute format('alter policy %I on %s using (authority_id = (select current_authority()))', walled.polname, walled.target);
  end loop;
end $$;
