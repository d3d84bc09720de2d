/** The small languages of the configuration: matchers, regular expressions, templates. */
@NullMarked
package io.github.argusglue.core.expression;

import org.jspecify.annotations.NullMarked;
