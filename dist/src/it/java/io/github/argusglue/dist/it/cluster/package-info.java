/** Several processes of the built program that share their sources through a real etcd, at a real Argus. */
@NullMarked
package io.github.argusglue.dist.it.cluster;

import org.jspecify.annotations.NullMarked;
