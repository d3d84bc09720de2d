/** What the operator wants to be different about a source's alerts, done to them one rule after the other. */
@NullMarked
package io.github.argusglue.core.rules;

import org.jspecify.annotations.NullMarked;
