-- The goals that an initiative serves; an empty list where it names none.
CREATE OR REPLACE VIEW published.initiative AS
  SELECT tenant, name AS initiative, spec -> 'title' AS title, spec ->> 'department' AS department, spec ->> 'responsibilityUnit' AS responsibility_unit,
    spec ->> 'benefitOwner' AS benefit_owner, spec ->> 'controller' AS controller, spec ->> 'phase' AS phase, (spec ->> 'goLive')::date AS go_live,
    (spec ->> 'processChange')::date AS process_change, (spec ->> 'maturityKl')::integer AS maturity_kl, spec ->> 'currency' AS currency,
    (spec -> 'retired' ->> 'from')::date AS retired_from, ARRAY(SELECT jsonb_array_elements_text(spec -> 'goals')) AS goals
  FROM register_newest WHERE kind = 'Initiative';
