/* escape.h: text into HTML and Markdown. Escaping is the default: writers print texts through these and
 * nothing else. */
#pragma once

#include <stddef.h>
#include <yousaid/buf.h>

/* Text content or a double-quoted attribute: & < > " ' are written as entities. */
void html_text(struct buf *out, const char *s);
/* The same, with https:// and http:// addresses as links. */
void html_linked(struct buf *out, const char *s);
/* Inline CommonMark: every character that could begin a construct is escaped, line ends become spaces, so no
 * text can become markup. */
void md_text(struct buf *out, const char *s);

/* Length of the address that `s` begins with, or 0. Punctuation at its end is not part of it. */
size_t link_length(const char *s);
