/** Carries out what is to be done in Argus: one executor a server, shared by all its sources. */
@NullMarked
package io.github.argusglue.core.executor;

import org.jspecify.annotations.NullMarked;
