using BenchmarkDotNet.Running;
using FreeSpectra.Bench;

// "ratios [part of a name] [--json]": each case against its rival, in this process. Anything else goes to BenchmarkDotNet.
if (args is ["ratios", .. var rest])
{
    return RatioRunner.Run(RatioCatalogue.All, rest, Console.Out);
}

BenchmarkSwitcher.FromAssembly(typeof(RatioRunner).Assembly).Run(args);
return 0;
