/** The operator's changes to a source's alerts, applied rule by rule. */
@NullMarked
package io.github.argusglue.core.rules;

import org.jspecify.annotations.NullMarked;
