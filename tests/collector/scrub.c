/* scrub.c: tests of collector/scrub.c. */
#include <check.h>
#include <string.h>

#include "scrub.h"

Suite *suite(void);

static const struct {
    const char *in, *out;
} cases[] = {
    /* what must go */
    {"Write to jo.smith+x@example.co.uk please", "Write to [email] please"},
    {"Ring 07700 900123 or 01632 960001.", "Ring [phone] or [phone]."},
    {"+44 7700 900123, (020) 7946 0958, 0044 20 7946 0958, +44 (0)20 7946 0958",
     "[phone], [phone], [phone], [phone]"},
    {"I live at NP1 4AB near SW1A 1AA", "I live at [postcode] near [postcode]"},
    {"My NHS number is 943 476 5919.", "My NHS number is [NHS number]."},
    {"9434765919 again", "[NHS number] again"},
    {"NHS no: 123 456 7890", "NHS no: [NHS number]"},
    {"NI QQ123456C and ab 12 34 56 c", "NI QQ123456C and [NI number]"},
    {"card 4111 1111 1111 1111 was taken", "card [card number] was taken"},
    {"j\xC3\xB6s\xC3\xA9@m\xC3\xBCnchen.example", "[email]"},
    {"07700\xE2\x80\x91"
     "900\xE2\x80\x91"
     "123, +1 202 555 0123",
     "[phone], [phone]"},
    {"at NP1  4AB", "at [postcode]"},
    {"943.476.5919", "[NHS number]"},
    {"AB-12-34-56-C", "[NI number]"},
    {"date of birth: 1960-02-01", "date of birth: [date of birth]"},
    {"see https://example.org/r?token=abc, or www.example.org", "see [link] or [link]"},
    {"DOB 01/02/1950", "DOB [date of birth]"},
    {"date of birth: 1st February 1950, born on 1.2.50",
     "date of birth: [date of birth], born on [date of birth]"},
    {"Dr Smith and nurse Jane O'Neill were kind", "Dr [name] and nurse [name] were kind"},
    {"Mrs. J. Brown-Jones", "Mrs. [name]"},
    {"my name is Ann Lee", "my name is [name]"},
    {"Sister \xC3\x89milie", "Sister [name]"},
    {"jo (at) example.org, jo.smith[at]example[dot]co[dot]uk", "[email], [email]"},
    {"My e-mail is jo at example dot org or jo dot smith AT gmail DOT com!",
     "My e-mail is [email] or [email]!"},
    {"jo at gmail.com, jo @ gmail . com, jo.smith at nhs dot net, jo at hotmail dot co dot uk.",
     "[email], [email], [email], [email]."},
    {"in NP1\n4AB, NP1 \n 4AB", "in [postcode], [postcode]"},
    {"I live at 14 Acacia Avenue, Northport", "I live at [address], Northport"},
    {"Flat 2, 14a Acacia Ave. and 3-5 St John's Road", "Flat 2, [address]. and [address]"},
    {"no 9 Elm Grove. Hospital far", "no [address]. Hospital far"},
    {"number: 7 Old Mill Lane\n12 High street", "number: [address]\n[address]"},
    {"943\xE2\x80\x93"
     "476\xE2\x80\x93"
     "5919, 943  476  5919, 943 - 476 - 5919",
     "[NHS number], [NHS number], [NHS number]"},
    {"\xEF\xBC\x99\xEF\xBC\x94\xEF\xBC\x93\xEF\xBC\x94\xEF\xBC\x97\xEF\xBC\x96\xEF\xBC\x95\xEF\xBC\x99\xEF"
     "\xBC\x91\xEF\xBC\x99 or "
     "\xD9\xA0\xD9\xA7\xD9\xA7\xD9\xA0\xD9\xA0\xD9\xA9\xD9\xA0\xD9\xA0\xD9\xA1\xD9\xA2\xD9\xA3",
     "[NHS number] or [phone]"},
    {"NHS no 943\xE2\x80\x93"
     "476\xE2\x80\x93"
     "5919, AB\xE2\x80\x93"
     "12\xE2\x80\x93"
     "34\xE2\x80\x93"
     "56\xE2\x80\x93"
     "C",
     "NHS no [NHS number], [NI number]"},
    {"card 4111\xE2\x80\x93"
     "1111\xE2\x80\x93"
     "1111\xE2\x80\x93"
     "1111",
     "card [card number]"},
    {"tel:07911123456, 07911/123456, 01632/960 001 on 01/02/2026 10:15",
     "tel:[phone], [phone], [phone] on 01/02/2026 10:15"},
    {"SW1A-1AA, SW1A \xE2\x80\x93 1AA, SW1A   1AA, sw1a 1aa, Np1 4ab",
     "[postcode], [postcode], [postcode], [postcode], [postcode]"},
    {"at 14 ACACIA AVENUE, 14 O'Connell Street, 14 McDonald Road, 7 Kings Mews",
     "at [address], [address], [address], [address]"},
    {"1234 High Street is mine", "[address] is mine"},
    {"9 Elm Close in Northport, 9 Elm Way. At 9 Elm Drive and",
     "[address] in Northport, [address]. At [address] and"},
    {"Dr King was kind, Miss Fleming too", "Dr [name] was kind, Miss [name] too"},
    {"Dr Smith Very kind, Dr A Khan", "Dr [name] Very kind, Dr [name]"},
    {"MR SMITH WAS KIND. THANKS TO NURSE SMITH", "MR [name] WAS KIND. THANKS TO NURSE [name]"},
    {"Matron O\xE2\x80\x99Hara", "Matron [name]"},
    /* what must stay */
    {"I looked at nhs dot uk. Look at booking dot com, email me at nhs dot uk",
     "I looked at nhs dot uk. Look at booking dot com, email me at nhs dot uk"},
    {"logged in at outlook.com, you at yahoo dot com", "logged in at outlook.com, you at yahoo dot com"},
    {"met @ the desk. Me and her @ hospital.Com", "met @ the desk. Me and her @ hospital.Com"},
    {"Nurse Practitioner was, Nurse Specialist, Doctor Surgery, Nurse Led, Sister In Charge, Doctor Who",
     "Nurse Practitioner was, Nurse Specialist, Doctor Surgery, Nurse Led, Sister In Charge, Doctor Who"},
    {"Miss Having a chat, MISS PLAYING, Miss Out, MS Nurse",
     "Miss Having a chat, MISS PLAYING, Miss Out, MS Nurse"},
    {"staff nurse I've been, Nurse I am, NURSE I AM", "staff nurse I've been, Nurse I am, NURSE I AM"},
    {"THE NURSE ANSWERED ALL, DOCTOR EXPLAINED", "THE NURSE ANSWERED ALL, DOCTOR EXPLAINED"},
    {"Type 2 Diabetes Way better, call 111 Option Way", "Type 2 Diabetes Way better, call 111 Option Way"},
    {"Junction 14 Wood Lane, Outpatients 3 Green Lane, Suite 4 Harley Street",
     "Junction 14 Wood Lane, Outpatients 3 Green Lane, Suite 4 Harley Street"},
    {"3 Bridges Medical Centre Close to home", "3 Bridges Medical Centre Close to home"},
    {"My 3 Children Close in age. My 2 Sons Drive me", "My 3 Children Close in age. My 2 Sons Drive me"},
    {"ALL 3 NURSES ON THE ROAD, 2 MINUTES FROM THE ROAD, a 1 Way Street",
     "ALL 3 NURSES ON THE ROAD, 2 MINUTES FROM THE ROAD, a 1 Way Street"},
    {"1030 High Street, 1945 High Street", "1030 High Street, 1945 High Street"},
    {"take D10 2bd, vitamin B12 2ab, take B12 2AB, the b12 2hr course, sw1a-1aa",
     "take D10 2bd, vitamin B12 2ab, take B12 2AB, the b12 2hr course, sw1a-1aa"},
    {"on the M1\n2ab", "on the M1\n2ab"},
    {"01/02/2026 10:15, 943/476/5919", "01/02/2026 10:15, 943/476/5919"},
    {"seen (at) last. Then home (at) ten.", "seen (at) last. Then home (at) ten."},
    {"come at nine on the dot or at one dot two", "come at nine on the dot or at one dot two"},
    {"look at example.org", "look at example.org"},
    {"we met at the dot of ten", "we met at the dot of ten"},
    {"14 Queen Street Surgery, A&E Queen Street", "14 Queen Street Surgery, A&E Queen Street"},
    {"Ward 14 Queen Square, bus 12 Park Lane, the 42 Mill Road bus",
     "Ward 14 Queen Square, bus 12 Park Lane, the 42 Mill Road bus"},
    {"45 minutes drive, 2 weeks. Close to tears", "45 minutes drive, 2 weeks. Close to tears"},
    {"2 Staff Way too busy. 10 out of 10 Great Place. A 5 Star Place.",
     "2 Staff Way too busy. 10 out of 10 Great Place. A 5 Star Place."},
    {"on 14 April Court rang, 10.30 Mill Lane, in 2021 Mill Lane closed",
     "on 14 April Court rang, 10.30 Mill Lane, in 2021 Mill Lane closed"},
    {"2 Doctors\nClose the door", "2 Doctors\nClose the door"},
    {"WAITED 4 HOURS LONG WAY", "WAITED 4 HOURS LONG WAY"},
    {"I waited 6 weeks, then 12 more, in 2021", "I waited 6 weeks, then 12 more, in 2021"},
    {"The nurse was kind. The doctor. They listened.", "The nurse was kind. The doctor. They listened."},
    {"Saw the Dr. They were late", "Saw the Dr. They were late"},
    {"Ward 12 on 01/02/2021 at 10:30", "Ward 12 on 01/02/2021 at 10:30"},
    {"1234567890 is no NHS number", "1234567890 is no NHS number"},
    {"open 09/02/2026 10:15 and 2026-02-01 09:00", "open 09/02/2026 10:15 and 2026-02-01 09:00"},
    {"+10 to +20 points", "+10 to +20 points"},
    {"on the M1 2nd exit", "on the M1 2nd exit"},
    {"the 111 service and 999", "the 111 service and 999"},
    {"pay \xC2\xA3"
     "5 @ the desk",
     "pay \xC2\xA3"
     "5 @ the desk"},
    {"1234 5678 9012 3456 fails the Luhn sum", "1234 5678 9012 3456 fails the Luhn sum"},
    {"my sister was born in 1950", "my sister was born in 1950"},
    {"[Name Redacted] was great", "[Name Redacted] was great"},
    {"", ""},
};

START_TEST(identifiers_become_tokens_and_the_rest_stays)
{
    struct scrub *s = NULL;
    struct error err = {0};
    struct buf out = buf_new(1000);
    struct buf twice = buf_new(1000);
    int64_t count = 0;
    ck_assert_msg(scrub_new(&s, &err) == 0, "%s", err.text);
    ck_assert_int_eq(scrub_text(s, cases[_i].in, strlen(cases[_i].in), &out, &count, &err), 0);
    ck_assert_str_eq(buf_str(&out), cases[_i].out);
    ck_assert_int_eq(count > 0, strcmp(cases[_i].in, cases[_i].out) != 0);
    int64_t again = 0;
    ck_assert_int_eq(scrub_text(s, buf_str(&out), out.len, &twice, &again, &err), 0);
    ck_assert_str_eq(buf_str(&twice), buf_str(&out));
    ck_assert_int_eq(again, 0);
    buf_free(&out);
    buf_free(&twice);
    scrub_free(s);
}
END_TEST

static const struct {
    const char *id;
    bool identifies;
} ids[] = {
    {"jo@example.org", true},
    {"jo smith <jo@example.org>", true},
    {"07700900123", true},
    {"07700 900123", true},
    {"01632-960-001", true},
    {"(020) 7946 0958", true},
    {"02079460958", true},
    {"+447700900123", true},
    {"00447700900123", true},
    {"+44 (0)20 7946 0958", true},
    {"+12025550123", true},
    {"9434765919", true},
    {"943 476 5919", true},
    {"AB123456C", true},
    {"NP1 4AB", true},
    {"sw1a1aa", true},
    {"943\xE2\x80\x93"
     "476\xE2\x80\x93"
     "5919",
     true},
    {"943  476  5919", true},
    {"\xEF\xBC\x99\xEF\xBC\x94\xEF\xBC\x93\xEF\xBC\x94\xEF\xBC\x97\xEF\xBC\x96\xEF\xBC\x95\xEF\xBC\x99\xEF"
     "\xBC\x91\xEF\xBC\x99",
     true},
    {"NHS 943 476 5919", true},
    {"nhs no: 9434765919", true},
    {"tel:07911123456", true},
    {"Mobile 07911 123456", true},
    {"07911/123456", true},
    {"SW1A-1AA", true},
    {"SW1A   1AA", true},
    /* numbers and codes of survey tools */
    {"1", false},
    {"31840000", false},
    {"4876543210", false},
    {"9434765918", false},
    {"11876543210", false},
    {"118765432101", false},
    {"0000012345", false},
    {"00000123456", false},
    {"08001111111", false},
    {"0123456780", false},
    {"0000000000", false},
    {"1700000000000", false},
    {"4111111111111111", false},
    {"R_3kTq07700900123", false},
    {"GP-01632960001", false},
    {"550e8400-e29b-41d4-a716-446655440000", false},
    {"01-02-2026-123", false},
    {"02.03.2026 12:15", false},
    {"2026-02-01T09:00:00Z", false},
    {"https://example.org/1", false},
    {"08451234567", false},
    {"D10 2BD", false},
    {"01/02/2026 1", false},
    {"NHS 9434765918", false},
    {"hotel:07911123456", false},
    {"@", false},
    {"", false},
};

START_TEST(an_id_identifies_a_person_or_is_just_a_number)
{
    struct scrub *s = NULL;
    struct error err = {0};
    struct buf out = buf_new(1000);
    int64_t count = 0;
    ck_assert_int_eq(scrub_new(&s, &err), 0);
    ck_assert_msg(scrub_is_identifier(s, ids[_i].id) == ids[_i].identifies, "%s", ids[_i].id);
    /* in the record of a reject such an id is scrubbed like any text */
    ck_assert_int_eq(scrub_text(s, ids[_i].id, strlen(ids[_i].id), &out, &count, &err), 0);
    ck_assert(!ids[_i].identifies || strpbrk(buf_str(&out), "@0123456789") == NULL);
    buf_free(&out);
    scrub_free(s);
}
END_TEST

START_TEST(a_service_keeps_its_street_and_its_doctor)
{
    static const char *const service = "Dr Smith, 14 High Street, 01632 960001";
    struct scrub *s = NULL;
    struct error err = {0};
    struct buf out = buf_new(1000);
    int64_t count = 0;
    ck_assert_int_eq(scrub_new(&s, &err), 0);
    ck_assert_int_eq(scrub_label(s, service, strlen(service), &out, &count, &err), 0);
    ck_assert_str_eq(buf_str(&out), "Dr Smith, 14 High Street, [phone]");
    buf_free(&out);
    scrub_free(s);
}
END_TEST

START_TEST(a_long_run_of_one_kind_is_no_trap)
{
    struct scrub *s = NULL;
    struct error err = {0};
    struct buf in = buf_new(1 << 20);
    struct buf out = buf_new(1 << 20);
    int64_t count = 0;
    static const char *const runs[] = {
        "a",           "1",          "1 ",          "a.",           "0 ",     "a@",
        "A1 ",         "(",          "dr ",         "1 Aa ",        "a dot ", "a (at) ",
        "a at a dot ", "a @ gmail ", "my mail to ", "THANK NURSE ", "1 AA ",  "a at gmail."};
    for (size_t i = 0; i < 20000; i++)
        buf_puts(&in, runs[_i]);
    ck_assert_int_eq(scrub_new(&s, &err), 0);
    ck_assert_msg(scrub_text(s, buf_str(&in), in.len, &out, &count, &err) == 0, "%s: %s", runs[_i], err.text);
    buf_free(&in);
    buf_free(&out);
    scrub_free(s);
}
END_TEST

Suite *suite(void)
{
    Suite *s = suite_create("scrub");
    TCase *t = tcase_create("scrub");
    tcase_add_loop_test(t, identifiers_become_tokens_and_the_rest_stays, 0,
                        (int)(sizeof cases / sizeof cases[0]));
    tcase_add_loop_test(t, an_id_identifies_a_person_or_is_just_a_number, 0,
                        (int)(sizeof ids / sizeof ids[0]));
    tcase_add_test(t, a_service_keeps_its_street_and_its_doctor);
    tcase_add_loop_test(t, a_long_run_of_one_kind_is_no_trap, 0, 18);
    suite_add_tcase(s, t);
    return s;
}
