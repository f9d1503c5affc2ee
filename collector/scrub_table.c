/* scrub_table.c: the patterns of identifiers, each with its token and, where one exists, its check digit. */
#include <yousaid/pattern.h>

#include "scrub_internal.h"

#define MONTH                                                                                                \
    "(?:\\d{1,2}|jan[a-z]*|feb[a-z]*|mar[a-z]*|apr[a-z]*|may|june?|july?|aug[a-z]*|sep[a-z]*|oct[a-z]*|nov[" \
    "a-z]*|dec[a-z]*)"
#define DASH "\\x{2010}-\\x{2015}\\x{2212}\\x{FF0D}-" /* in a class, at its end */

/* E-mail addresses that are written out: jo (at) example.org, jo at gmail dot com. In words, "at" stands
 * before a host of many people's mail, or "e-mail" before it all: "I looked at nhs dot uk" is no address. Nor
 * is "logged in at outlook.com". */
#define BEFORE "(?<![\\p{L}\\p{N}._%+-])"
#define LABEL  "[\\p{L}\\p{N}-]{1,63}"
#define LOCAL  "[\\p{L}\\p{N}._%+'-]{1,64}(?:\\sdot\\s" LABEL "){0,3}"
#define DOT    "\\s{0,2}(?:[(\\[{<]\\s?dot\\s?[)\\]}>]|(?<=\\s)dot(?=\\s))\\s{0,2}"
#define STOP   "(?:\\s?\\.\\s?|" DOT ")"
#define ENDING "(?:com|org|net|uk|co|eu|info|biz|io|me|ie|edu|gov|nhs|scot|wales|cymru|london)\\b"
#define HOST                                                                                                 \
    "(?:(?:(?:g|google|hot|y|rocket|fast|proton)mail|yahoo|outlook|live|msn|icloud|btinternet|btopenworld"   \
    "|aol|talktalk|ntlworld|blueyonder|tiscali|virginmedia|gmx)" STOP "(?:com|net|org|ie|co" STOP            \
    "uk)|nhs" STOP "net)\\b"
#define NO_LOCAL                                                                                             \
    "(?!(?:in|on|up|out|i|you|he|she|we|they|me|us|it|them|him|her|is|was|are|am|be|back|again|online|"      \
    "available|look|looks|"                                                                                  \
    "looked|looking|account|accounts|address|addresses|e-?mail|e-?mails|e-?mailed|mail|mailed|inbox)\\s)"

/* "14 Acacia Avenue", "Flat 2, 14a Acacia Avenue": a number, capitalised words of one line, a word for a
 * street. Not a ward or a bus of that number, nothing that is counted or praised ("2 Staff", "5 Star Place"),
 * and not what is named after its street ("14 Queen Street Surgery"). Four digits are a house when they are
 * neither a year nor a time of day, in fives. "Way" and "Close" are other words too, unless what is said
 * ends there. Words all in capitals are fewer and the word for a street is a clear one. */
#define HOUSE                                                                                                \
    "(?<![\\w.:/"                                                                                            \
    "\\x{A3}-])(?<!\\bward\\s|\\broom\\s|\\brooms\\s|\\bclinic\\s|\\blevel\\s|\\bfloor\\s|\\broute\\s|"      \
    "\\bbus\\s|\\bbay\\s|\\bunit\\s|\\bphase\\s|\\bzone\\s|\\bplatform\\s|\\bjunction\\s|\\boutpatients\\s|" \
    "\\bsuite\\s|\\btype\\s|\\boption\\s|\\bcall\\s|\\bcalled\\s|\\bgate\\s|\\bentrance\\s|\\btheatre\\s|"   \
    "\\bstep\\s|\\bstage\\s|\\bgrade\\s)"                                                                    \
    "(?:[0-9]{1,3}(?:\\s?-\\s?[0-9]{1,3})?|(?!19|20)[1-9][0-9]{2}[1-46-9])[a-f]?,?\\h"
#define NO_STREET                                                                                            \
    "(?!(?i:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|"  \
    "Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"                                                                 \
    "Hours?|Hrs?|Minutes?|Mins?|Days?|Weeks?|Months?|Years?|Miles?|Times?|People|Staff|Nurses?|Doctors?|"    \
    "GPs?|Patients?|Beds?|Calls?|Appointments?|Options?|Child|Children|Kids|Sons|Daughters|Cars|Medical|"    \
    "Stars?|Out|Of|Only|Very|Really|Great|Good|Nice|Lovely|Best|Safe|Clean|Friendly|Amazing|Excellent|"      \
    "Wonderful|Fantastic|Brilliant|Beautiful|On|The|In|Down|Up|To|From|At|My|Our|And|Off|Across|Along|Busy|" \
    "Way|Lane|Long|Small|Big|Other|Different|Parking|Percent)\\b)"
#define STREET_WORD                                                                                          \
    NO_STREET "(?:(?:Mc|Mac|O['\\x{2019}])?\\p{Lu}\\p{Ll}{1,20}(?:['\\x{2019}]s)?|St\\.?)[\\h-]"
#define STREET_CAPS NO_STREET "(?:O['\\x{2019}])?\\p{Lu}{2,20}(?:['\\x{2019}]S)?[\\h-]"
#define CLAUSE_END                                                                                           \
    "(?=\\h*(?:$|[\\n.,;:!?()\\[\\]" DASH "])|\\h(?:in|at|near)\\h\\p{Lu}|\\h(?:since|where|because)\\b)"
#define STREET                                                                                               \
    "(?-i:(?:" STREET_WORD "){1,3}"                                                                          \
    "(?:(?:St|Rd|Ave|Ln|[Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Cc]rescent|Court|Terrace|Gardens|Grove|"        \
    "Place|Square|Mews)\\b|Drive\\b(?!\\h(?:me|us|him|her|them|to|there|home|through|the|a)\\b)|"            \
    "(?:Way|Close)\\b" CLAUSE_END ")|(?:" STREET_CAPS "){1,2}"                                               \
    "(?:STREET|ROAD|AVENUE|LANE|CRESCENT|TERRACE|GROVE|MEWS)\\b)"
#define NO_PLACE                                                                                             \
    "(?!\\s(?:surger|hospital|clinic|medical|health|practice|centre|center|pharmac|dental|dentist|"          \
    "optician|station|school|church|library|hub|branch|car\\s?park|bus|gp|walk.in))"

/* Between the groups of an NHS number, and of a National Insurance number. */
#define NHS_GAP    "(?:[\\s." DASH "]|\\h{2}|\\h[" DASH "]\\h)?"
#define NHS_NUMBER "\\d{3}" NHS_GAP "\\d{3}" NHS_GAP "\\d{4}"
#define NI_GAP     "(?:[\\s" DASH "]|\\h{2})?"
#define NI_NUMBER                                                                                            \
    "[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]" NI_GAP "\\d{2}" NI_GAP "\\d{2}" NI_GAP "\\d{2}" NI_GAP "[a-d]"

/* Telephone numbers. A slash stands only behind the code of an area: 01/02/2026 is a day. */
#define GAP        "[\\s()." DASH "]"
#define ZERO       "[0\\x{660}\\x{6F0}\\x{966}\\x{9E6}\\x{A66}\\x{AE6}\\x{FF10}]"
#define AREA_SLASH "\\(?0\\d{3,4}\\)?\\h?/\\h?\\d(?:" GAP "?\\d){5,6}"

/* Postcodes by the areas that there are (Royal Mail, Programmers' Guide to the PAF), so a dose or a bay is
 * none; nor is vitamin B12. With dashes, more spaces or over two lines, only in capitals. */
#define AREA                                                                                                 \
    "(?:A[BL]|B[ABDFHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|"      \
    "K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|"       \
    "W[ACDFNRSV]?|YO|ZE)"
#define OUTWARD AREA "(?:\\d{1,2}|\\d[a-hjkmnpr-y])"
#define INWARD  "(?!\\d(?:st|nd|rd|th)\\b)\\d[abd-hjlnp-uw-z]{2}"
#define NO_DOSE                                                                                              \
    "(?<!\\bvitamin\\s|\\bvitamins\\s|\\bvit\\s|\\btake\\s|\\btakes\\s|\\btaking\\s|\\btaken\\s|\\btook\\s|" \
    "\\bdose\\s|\\bward\\s|\\bbay\\s|\\bbed\\s|\\broom\\s|\\bjunction\\s)"
#define NO_UNIT "(?![a-z]\\d{1,2}\\s?(?-i:\\d(?:hr|yr|ft|lb|bd|od|qd|pt)\\b))"
#define CAPITALS                                                                                             \
    "(?=(?-i:[A-Z]{1,2}\\d[\\dA-Z]?(?:\\h{3}|\\h?[" DASH "]\\h?|\\h{0,3}\\n\\h{0,3})\\d[A-Z]{2}\\b))"
#define POSTCODE                                                                                             \
    "\\b(?=[a-z]{1,2}\\d)" NO_DOSE "(?:" NO_UNIT OUTWARD "\\h{0,2}" INWARD "|" CAPITALS OUTWARD "[\\s" DASH  \
    "]{1,7}" INWARD ")\\b"

/* Names behind a title. What people do, what they work as and how a sentence goes on is no name. All in
 * capitals whatever follows "nurse" looks like one: there a nurse has a name who was thanked or spoken with.
 */
#define CAPITAL "\\p{Lu}[\\p{L}'\\x{2019}-]+"
#define NO_NAME                                                                                              \
    "(?!(?-i:[IA]\\s(?:\\p{Ll}|\\p{Lu}{2}))|(?:He|Him|She|They|Them|It|We|Us|You|Me|The|This|That|These|"    \
    "Those|There|Then|"                                                                                      \
    "And|Or|But|If|So|As|In|On|At|Of|To|"                                                                    \
    "For|From|By|With|Without|Not|No|Never|Always|Also|After|Before|Because|When|Where|Which|Who|Why|How|"   \
    "What|Was|Were|Is|Are|Be|Has|Had|Have|Did|Does|Do|Would|Could|Should|Can|Cannot|Can't|My|Our|Your|His|"  \
    "Her|Their|An|All|Very|Really|Just|Only|Too|Great|Excellent|Amazing|Brilliant|Fantastic|Lovely|"         \
    "Wonderful|Friendly|Helpful|Polite|Rude|Caring|Thanks?|Thankyou|Please|Everyone|Everything|Nothing|"     \
    "I['\\x{2019}][a-z]+|"                                                                                   \
    "Having|Being|Seeing|Going|Getting|Doing|Talking|Speaking|Working|Coming|Meeting|Making|Taking|Using|"   \
    "Living|Feeling|Looking|Knowing|Listening|Waiting|Calling|Playing|Chatting|Attending|Visiting|Nursing|"  \
    "Training|"                                                                                              \
    "Treating|Trying|Telling|Asking|Giving|Explaining|Out|Work|School|"                                      \
    "Said|Told|Gave|Came|Took|Saw|Seemed|Made|Asked|Called|Listened|Explained|Examined|Helped|Looked|"       \
    "Wards?|Rooms?|Clinics?|Practitioners?|Specialists?|Surgery|Surgeries|Surgeons?|Consultants?|"           \
    "Managers?|Associates?|Assistants?|Advisers?|Advisors?|Prescribers?|Therapists?|Physios?|"               \
    "Physiotherapists?|Pharmacists?|Radiographers?|Receptionists?|Reception|Registrars?|Locums?|Juniors?|"   \
    "Seniors?|Trainees?|Students?|Staff|Nurses?|Sisters?|Matrons?|Midwife|Midwives|Midwifery|Doctors?|"      \
    "Doctor['\\x{2019}]s|GPs?|Carers?|Care|Teams?|Leads?|Led|Charge|Stations?|Appointments?|Calls?|Lines?|"  \
    "Visits?|Visitors?|Patients?|Hospitals?|Units?|Departments?|Dept|Community|District|Practices?|Health|"  \
    "Mental|Dental|Emergency|Outpatients?|Services?|Society|Trust|Diagnosis|Therapy|Treatment|Centre|"       \
    "Center|Symptoms|Company)\\b)"
#define TITLE                                                                                                \
    "\\b(?:(?:mr|mrs|ms|mx|dr|prof)\\.?|miss|(?:doctor|professor|nurse|sister|matron|midwife)(?!(?-i:(?<=["  \
    "A-Z])\\s\\p{Lu}{2}))|"                                                                                  \
    "(?-i:(?:TO|BY|FROM|WITH|SAW|THANKS?|CALLED)\\s(?:DOCTOR|PROFESSOR|NURSE|SISTER|MATRON|MIDWIFE))|"       \
    "my name(?:'s|\\x{2019}s| is))\\s"

/* Patterns ignore case but inside (?-i:...). */
const struct scrub_row scrub_table[SCRUB_ROWS] = {
    {TEXT_TOKEN_EMAIL, NULL, BEFORE "[\\p{L}\\p{N}._%+'-]{1,64}@" LABEL "(?:\\." LABEL "){1,8}", NULL,
     scrub_has_at},
    {TEXT_TOKEN_EMAIL, NULL, BEFORE NO_LOCAL LOCAL "\\s{0,2}@\\s{0,2}" HOST, NULL, scrub_has_at},
    {TEXT_TOKEN_EMAIL, NULL,
     BEFORE LOCAL "\\s{0,2}[(\\[{<]\\s?at\\s?[)\\]}>]\\s{0,2}" LABEL "(?:(?:\\.|" DOT ")" LABEL
                  "){0,6}(?:\\.|" DOT ")" ENDING,
     NULL, scrub_has_bracket},
    {TEXT_TOKEN_EMAIL, NULL, BEFORE NO_LOCAL LOCAL "\\sat\\s" HOST, NULL, scrub_has_domain},
    {TEXT_TOKEN_EMAIL, "\\be-?mail\\s(?:address\\s)?(?:is|me\\sat|us\\sat|to)\\s",
     NO_LOCAL LOCAL "\\sat\\s" LABEL "(?:" DOT LABEL "){0,6}" DOT ENDING, NULL, scrub_has_domain},
    {TEXT_TOKEN_LINK, NULL, "\\b(?:https?://|www\\.)[^\\s<>\"]{1,2000}", NULL, scrub_has_stop},
    {TEXT_TOKEN_BIRTH,
     "\\b(?:d\\.?o\\.?b\\b\\.?|date of birth|born(?: on)?)[\\s:=-]{0,5}(?:(?:is|was)\\s)?(?:the\\s)?",
     "(?:\\d{1,2}(?:st|nd|rd|th)?[\\s./-]{1,2}" MONTH
     "[\\s.,/-]{1,2}(?:\\d{4}|\\d{2})|\\d{4}-\\d{2}-\\d{2})\\b",
     NULL, scrub_has_digit},
    {TEXT_TOKEN_NHS_NUMBER, "\\bnhs\\s(?:no|num|number)\\b[\\s.:#]{0,4}(?:is\\s)?",
     "\\d(?:(?:[\\s" DASH "]|\\h{2})?\\d){6,11}(?!\\d)", NULL, scrub_has_digit},
    {TEXT_TOKEN_NHS_NUMBER, NULL, "(?<!\\d)" NHS_NUMBER "(?!\\d)", scrub_is_nhs_number, scrub_has_digit},
    {TEXT_TOKEN_CARD_NUMBER, NULL, "(?<![\\d-])\\d(?:[\\h" DASH "]?\\d){12,18}(?![\\d-])", scrub_is_card,
     scrub_has_digit},
    {TEXT_TOKEN_NI_NUMBER, NULL, "\\b" NI_NUMBER "\\b", NULL, scrub_has_digit},
    {TEXT_TOKEN_PHONE, NULL,
     "(?<![\\w+])(?:\\(?(?:\\+|00)44\\)?(?:" GAP "{0,3}\\d){9,11}|\\(?" ZERO "(?:" GAP
     "{0,2}\\d){9,10}|\\+[1-9](?:" GAP "{0,2}\\d){9,12}|" AREA_SLASH ")(?!\\d)",
     scrub_is_phone, scrub_has_digit},
    {TEXT_TOKEN_POSTCODE, NULL, POSTCODE, NULL, scrub_has_digit},
    {TEXT_TOKEN_ADDRESS, NULL, HOUSE STREET NO_PLACE, NULL, scrub_has_digit},
    {TEXT_TOKEN_NAME, TITLE,
     NO_NAME "(?-i:(?:\\p{Lu}\\.?\\s)?" CAPITAL ")(?:\\s" NO_NAME "(?-i:" CAPITAL "))?", NULL, NULL},
};

/* A telephone number that is written in groups has a first group of three digits or more: 01-02-2026-123 is a
 * day and a number. */
#define ID_NHS   "^(?:nhs[\\s.:#]{0,3}(?:(?:no|num|number)[\\s.:#]{0,3})?)?"
#define ID_PHONE "^(?:(?:tel|telephone|phone|mob|mobile|sms|callto)[\\s.:]{1,3})?"
const struct scrub_id scrub_ids[SCRUB_IDS] = {
    {"^[^@]+@.*\\.", NULL},
    {ID_NHS "(?!00)" NHS_NUMBER "$", scrub_is_nhs_number},
    {"^" NI_NUMBER "$", NULL},
    {ID_PHONE "(?:\\(?(?:\\+|00)44\\)?(?:" GAP "{0,3}\\d){9,11}|\\+[1-9](?:" GAP "{0,2}\\d){9,12})$",
     scrub_is_phone},
    {ID_PHONE "(?:0[1237]\\d{9}|(?=\\d*" GAP ")\\(?0[1237]\\d{1,4}(?:" GAP "{0,2}\\d){5,8})$",
     scrub_is_phone},
    {"^(?=0[1237])" AREA_SLASH "$", scrub_is_phone},
    {"^" OUTWARD "(?:\\h{0,3}|[" DASH "])" INWARD "$", NULL},
};
