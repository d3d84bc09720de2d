/** Texts with a syntax of their own that are about alerts: matchers, regular expressions, templates. */
@NullMarked
package io.github.argusglue.core.expression;

import org.jspecify.annotations.NullMarked;
