/** What is to be done in Argus: pure functions from the source's alerts and our picture of Argus to a plan. */
@NullMarked
package io.github.argusglue.core.reconcile;

import org.jspecify.annotations.NullMarked;
