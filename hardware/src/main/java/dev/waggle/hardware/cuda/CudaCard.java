package dev.waggle.hardware.cuda;

/**
 * A device as {@code cudaDeviceProp} describes it.
 *
 * @param index CUDA's number for it in this process
 * @param name its name
 * @param totalBytes {@code totalGlobalMem}: what programs can be given, without the driver's own share
 * @param major first part of the compute capability
 * @param minor second part of the compute capability
 * @param integrated whether it shares the machine's RAM
 * @param pciDomain first part of its PCI address
 * @param pciBus second part of its PCI address
 * @param pciDevice third part of its PCI address
 * @param uuid 32 hexadecimal digits; all zero when CUDA gives none
 */
public record CudaCard(
        int index,
        String name,
        long totalBytes,
        int major,
        int minor,
        boolean integrated,
        int pciDomain,
        int pciBus,
        int pciDevice,
        String uuid) {}
