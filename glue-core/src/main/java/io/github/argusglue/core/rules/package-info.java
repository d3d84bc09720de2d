/** What the operator wants to be different about a source's alerts: matchers, templates and the rules made of them. */
@NullMarked
package io.github.argusglue.core.rules;

import org.jspecify.annotations.NullMarked;
