package io.vigie.alert.sending;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Leads every connection to addresses that were looked up and checked before, whatever a name service says meanwhile. */
final class PinnedAddresses extends AddressResolverGroup<InetSocketAddress> {

    private final List<InetAddress> addresses;

    PinnedAddresses(List<InetAddress> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {

            // Never: an address that stands in a URL was checked like any other.
            @Override
            protected boolean doIsResolved(InetSocketAddress address) {
                return false;
            }

            @Override
            protected void doResolve(InetSocketAddress asked, Promise<InetSocketAddress> promise) {
                promise.setSuccess(new InetSocketAddress(addresses.getFirst(), asked.getPort()));
            }

            @Override
            protected void doResolveAll(InetSocketAddress asked, Promise<List<InetSocketAddress>> promise) {
                promise.setSuccess(addresses.stream()
                        .map(address -> new InetSocketAddress(address, asked.getPort()))
                        .toList());
            }
        };
    }
}
