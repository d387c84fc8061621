"""The headings incident systems give their columns, as patterns for each of our fields.

Gathered from the shapes of exports described by risk-management vendors and national data sets;
each pattern must match a whole heading after :func:`vocabulary.plain`. The number is how surely a
heading so named is that field (1 certain, 0.3 a hint). What a column holds is weighed afterwards,
by ``guessing.columns``.
"""

from __future__ import annotations

from dataclasses import dataclass

_EVENT = r"(incident|event|accident|occurrence|adverse event|inc|concern|risk event)"
_PERSON = r"(patient|service user|client|person|person affected|affected person|resident|customer|subject)"
_REPORTED = (
    r"(reported|report|opened|opening|logged|created|creation|submitted|submission|entered|entry|"
    r"recorded|recording|received|receipt|notified|notification|registered|registration|raised|"
    r"first submitted|reporting|inputted|input)"
)
_LEVEL = r"(level|degree|grade|grading|severity|extent|score|code|rating|scale|category)"
_ACTS = r"(immediate )?(remedial |initial |safety )?actions?"


@dataclass(frozen=True, slots=True)
class Field:
    """One of our fields: its code, what a person calls it, and the patterns of its headings."""

    code: str
    label: str
    patterns: tuple[tuple[str, float], ...]


FIELDS: tuple[Field, ...] = (
    Field(
        "reference",
        "Reference in the old system",
        (
            (
                rf"({_EVENT} |report |record |datix |datixweb |web |ulysses |riskman |case |local |unique |"
                r"source |system |form |our |irl |dif ?1? ?)*(ref|reference|references|id|identifier|"
                r"number|no|num|nr|key|uid|guid|urn)( number| no| num| id| code)?",
                1.0,
            ),
            (r"acn|accession number|w number|handle|urn|uid|cl021|recordid|incidentid|refno", 0.95),
            (r"comment id|response id|row id|index|serial number|serial|sn", 0.6),
        ),
    ),
    Field(
        "occurred_on",
        "Date it happened",
        (
            (rf"{_EVENT} (date|day|dt|d|date time|datetime|dttm|timestamp)( time)?( local)?", 1.0),
            (
                rf"(date|day|datetime|date time|date and time|date & time)( and time)?( of)?( the)? "
                rf"({_EVENT}|occurring|happening)( occurred| happened)?",
                1.0,
            ),
            (
                rf"(date|date and time|date time|datetime) ({_EVENT} )?(it )?(was )?(occurred|happened)",
                1.0,
            ),
            (rf"({_EVENT} )?(occurred|happened)( on| at| date| date time| datetime)?", 1.0),
            (
                rf"when( did)?( it| the| this)?( {_EVENT})?( happen| happened| occur| occurred)?",
                0.9,
            ),
            (r"dincident|inc date|t005|occ date|exact date", 0.95),
            (rf"{_EVENT} date and time|date and time|date time|datetime|timestamp", 0.85),
            (r"date", 0.8),
            (r"data|dt|day|month|year month", 0.4),
        ),
    ),
    Field(
        "occurred_time",
        "Time it happened",
        (
            (rf"{_EVENT} (time|hour|tm)( 24 ?h(ou)?r)?", 1.0),
            (rf"(time|hour)( of)?( the)? ({_EVENT}|occurring|day)( occurred)?", 1.0),
            (r"time (it )?(occurred|happened)|(exact|local|approximate) time( of day)?", 0.95),
            (r"time|hour|time 24 ?h(ou)?r( clock)?|24 ?hour time|hhmm", 0.85),
        ),
    ),
    Field(
        "reported_on",
        "Date it was reported",
        (
            (rf"(date|datetime|date time|date and time) ({_EVENT} )?(was )?{_REPORTED}", 1.0),
            (
                rf"({_EVENT} )?{_REPORTED} (on|date|at|dt|day|date time|datetime|timestamp|date and time)",
                1.0,
            ),
            (rf"{_EVENT}? ?(reported|opened|logged|submitted)", 0.85),
            (r"date of (report|reporting|submission|entry|notification)|dreported|dopened", 1.0),
        ),
    ),
    Field(
        "reported_time",
        "Time it was reported",
        ((rf"({_EVENT} )?{_REPORTED} (time|hour)|time (was )?{_REPORTED}|time of report", 1.0),),
    ),
    Field(
        "discovered_on",
        "Date it was discovered",
        (
            (
                r"(date|date and time|when)( it| was)*( first)? (discovered|identified|known|noticed)",
                1.0,
            ),
            (
                r"(discovered|discovery|identified|known|knowledge|awareness|aware) (on|date|at)",
                1.0,
            ),
            (r"date (of )?(discovery|knowledge)|date (became|made) aware|became aware( on)?", 1.0),
            (r"discovered|identified", 0.7),
        ),
    ),
    Field(
        "team",
        "Team",
        (
            (
                r"((reporting|responsible|clinical|service|community|care|incident) )?"
                r"(team|unit|ward|dept|department)( name| involved| responsible| code)?",
                1.0,
            ),
            (
                r"(team|unit|ward|service|dept|department)( and| or)? (team|unit|ward|service|dept)",
                1.0,
            ),
            (
                r"(team|unit|ward|service|location) (locality|directorate|division|area|site)|"
                r"(locality|directorate|division|area|site) (team|unit|ward|service)",
                0.95,
            ),
            (r"service|service name|clinic|service team|reporting unit|service area", 0.7),
            (r"specialty|speciality|service type( 2)?|cost centre", 0.5),
            (r"location exact|exact location|location|area|site|where|location name", 0.45),
            (r"organisation|organization|provider|trust|site name", 0.3),
        ),
    ),
    Field(
        "locality",
        "Locality or directorate",
        (
            (
                r"locality( name)?|directorate( name)?|division|care group|borough|region|district",
                0.95,
            ),
            (r"business unit|service line|clinical business unit|locality area|network|hub", 0.8),
            (r"area|sector|site|country|countries|county|service type 1|coroner area", 0.45),
        ),
    ),
    Field(
        "location",
        "Where it happened",
        (
            (rf"(exact |{_EVENT} )?(location|place)( type| exact| name| of {_EVENT})?", 0.9),
            (r"location of (the )?(incident|event)|where( did)?( it)?( happen| occur)?(ed)?", 0.9),
            (r"locale reference|setting|place|premises|site|address of incident", 0.6),
        ),
    ),
    Field(
        "category",
        "Category",
        (
            (
                rf"({_EVENT} |main |primary |top |first )?(category|cat|categories)( type| 1| name| one)?",
                1.0,
            ),
            (
                r"(category|cat)( and| with)? (sub ?category|sub ?cat|subcategory|type|sub)|"
                r"category subcategory|type and subtype",
                1.0,
            ),
            (
                rf"category of ({_EVENT}|concern)|{_EVENT} (classification|cause|group|theme|nature)",
                0.95,
            ),
            (r"cause group|classification|nature of (incident|event)|incident coding|theme", 0.85),
            (rf"({_EVENT} type( tier one| 1)?|type of {_EVENT})", 0.7),
            (
                r"primary problem|critical risk|hazard( type)?|what went wrong|issue|problem type",
                0.6,
            ),
            (r"anomaly|categories|coding|topic|tags?", 0.45),
        ),
    ),
    Field(
        "subcategory",
        "Subcategory",
        (
            (
                rf"({_EVENT} )?(sub|secondary|second|detailed) ?(category|cat|categories|type)( name)?",
                1.0,
            ),
            (
                r"category (2|two|detail)|cause( 1)?|adverse event|detail|subtype|sub classification",
                0.85,
            ),
            (r"incident type tier two|type tier two", 0.9),
        ),
    ),
    Field(
        "event_type",
        "Kind of event",
        (
            (r"(event|record|report) (type|kind)|(type|kind) of (event|record|report)", 1.0),
            (r"(incident affecting|who was affected|affecting|type)", 0.8),
            (rf"{_EVENT} type|type of incident", 0.55),
        ),
    ),
    Field(
        "harm",
        "Harm",
        (
            (
                rf"(actual |overall |{_EVENT} |final |initial )*(severity|harm|{_LEVEL} of (actual |the )?"
                rf"(harm|severity|injury|impact)|(harm|injury|impact) {_LEVEL})",
                1.0,
            ),
            (
                r"severity (of )?(harm|injury|outcome|of harm)( to .*)?|(severity|harm) (code|score|level|"
                r"grade|rating)|harm (caused|outcome|suffered|result|severity)",
                1.0,
            ),
            (rf"{_LEVEL} of harm .*|harm to .*|actual (impact|effect|consequence|outcome)s?", 0.9),
            (rf"{_EVENT} (level|grade|impact|outcome severity)|result severity|degree", 0.8),
            (r"result|impact|consequence|injury|grade|outcome|clinical outcome", 0.5),
        ),
    ),
    Field(
        "physical_harm",
        "Physical harm",
        (
            (r"(.* )?physical (harm|injury|severity)( .*)?|(.* )?harm( level)? physical", 1.0),
            (r"ot001|physicalharm", 1.0),
        ),
    ),
    Field(
        "psychological_harm",
        "Psychological harm",
        (
            (
                r"(.* )?(psychological|psych|emotional|mental) harm( .*)?|(.* )?harm( level)? psych\w*",
                1.0,
            ),
            (r"ot002|psychologicalharm", 1.0),
        ),
    ),
    Field(
        "potential_harm",
        "Harm it could have caused",
        (
            (
                r"(.* )?potential( \w+)? (harm|severity|level|impact|consequence|outcome)( .*)?|"
                r"potential (for )?harm|(severity|harm|impact) potential|potential",
                1.0,
            ),
            (
                r"(worst case|could have been|likely worst)( .*)?|(.* )?worst (credible )?(case|harm).*",
                0.9,
            ),
        ),
    ),
    Field(
        "narrative",
        "What happened",
        (
            (
                rf"((full|brief|short|factual|detailed|original|summary) )*({_EVENT} )?"
                rf"(description|narrative|account|story|synopsis|what happened|free ?text)"
                rf"( of)?( the| what)?( {_EVENT}| happened| events?)?( \d)?",
                1.0,
            ),
            (rf"({_EVENT} )?(details?|summary|circumstances)( of( the)? {_EVENT})?|f001", 0.85),
            (
                rf"(describe|explain) (.*)|(details?|summary) of (what happened|{_EVENT}|events?)",
                0.9,
            ),
            (r"desc|callback|notes?|comments?|text|statement|feedback|fft answer|answer", 0.6),
            (r"title|subject|headline", 0.3),
        ),
    ),
    Field(
        "immediate_actions",
        "Immediate actions",
        (
            (
                rf"{_ACTS}( were| was| been)?( taken| carried out)?( immediately| at (the )?time| at scene|"
                rf" by staff| so far| investigation)*( taken)?|ac001",
                1.0,
            ),
            (r"what (did (you|staff|we) do|was done|action was taken)( .*)?", 0.9),
            (r"(immediate|initial) (response|steps|measures)|action description|response", 0.8),
        ),
    ),
    Field(
        "status",
        "Status in the old system",
        (
            (
                rf"({_EVENT} |approval |current |record |workflow |investigation |report )*status",
                1.0,
            ),
            (r"approval state|stage|open closed|open or closed|current stage|response status", 0.8),
        ),
    ),
    Field(
        "reporter_name",
        "Reporter",
        (
            (r"reporter( s)?( full)?( name)?|(name of|name) (the )?reporter", 1.0),
            (
                r"(reported|entered|submitted|opened|logged|created|raised|recorded) by( name)?",
                0.95,
            ),
        ),
    ),
    Field(
        "reporter_role",
        "Reporter's role",
        (
            (
                r"reporter( s)? (role|job title|job|title|type|designation|grade)",
                1.0,
            ),
            (
                r"reported by (role|job title|designation)|role of reporter|job title|staff group",
                0.9,
            ),
            (r"role|designation", 0.4),
        ),
    ),
    Field(
        "person_name",
        "Name of the person affected",
        (
            (rf"{_PERSON}( s)? ?(full )?(name|surname|forename|first name|last name)s?", 1.0),
            (rf"name of (the )?{_PERSON}|surname|forename|first name|last name|family name", 0.9),
        ),
    ),
    Field(
        "person_number",
        "NHS or record number of the person affected",
        (
            (
                r"nhs( number| no| num| id)?|nhsno|mrn|rio( number| no| id)?|systm ?one( id| number)?",
                1.0,
            ),
            (rf"({_PERSON}|hospital|emis)( s)? (id|number|no|ref|reference|identifier)", 0.95),
        ),
    ),
)
